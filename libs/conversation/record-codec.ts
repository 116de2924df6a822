import { Record as LogBatch, type Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';

export function encodeRecord(commands: readonly Command[]): Uint8Array {
  return LogBatch.encode({ commands: [...commands] }).finish();
}

/** Throws if the bytes are no record; every owner then refuses it in the same way. */
export function decodeRecord(payload: Uint8Array): Command[] {
  return LogBatch.decode(payload).commands;
}

/** About how many bytes a command occupies while it is on its way. */
export function weightOf(command: Command): number {
  return 256 + (command.send?.body.length ?? 0);
}
