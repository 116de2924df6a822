import { isUtf8 } from 'node:buffer';
import { violationOf } from '#contracts';
import { ParleyError } from '#errors';
import type { ClientFrame } from '#protocol';
import { LIMITS } from './limits.js';

/** The message type that says what each frame may hold, beside its `type`. */
const FRAME_SCHEMAS: Readonly<Record<ClientFrame['type'], string>> = {
  send: 'parley.conversation.v1.SendMessageRequest',
  received: 'parley.chat.v1.CursorFrame',
  read: 'parley.chat.v1.CursorFrame',
  history: 'parley.chat.v1.HistoryFrame',
  typing: 'parley.chat.v1.TypingFrame',
  watch: 'parley.chat.v1.WatchFrame',
  unwatch: 'parley.chat.v1.WatchFrame',
  ping: 'parley.chat.v1.PingFrame',
};

/** A frame, or why it is none; `id` if it had one that can be told back. */
export type ParsedFrame = { frame: ClientFrame } | { error: ParleyError; id: string | undefined };

export function parseClientFrame(data: Buffer, isBinary: boolean): ParsedFrame {
  const json = isBinary ? invalid('Frames are JSON text, not binary.') : readJson(data);
  if ('error' in json) return json;
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid('A frame is a JSON object.');
  return check(value as Record<string, unknown>);
}

function check(value: Record<string, unknown>): ParsedFrame {
  const { type, ...rest } = value;
  const id = typeof rest.id === 'string' && rest.id.length <= 64 ? rest.id : undefined;
  if (typeof type !== 'string' || !Object.hasOwn(FRAME_SCHEMAS, type)) {
    return { error: new ParleyError('invalid', 'This type of frame is not known.', { field: 'type' }), id };
  }
  const error = violationOf(FRAME_SCHEMAS[type as ClientFrame['type']], rest);
  return error === undefined ? { frame: value as ClientFrame } : { error, id };
}

function readJson(data: Buffer): { value: unknown } | { error: ParleyError; id: undefined } {
  if (data.length > LIMITS.frameBytes) {
    return { error: new ParleyError('too_large', `A frame has at most ${String(LIMITS.frameBytes)} bytes.`), id: undefined };
  }
  if (!isUtf8(data)) return invalid('The frame is not UTF-8.');
  try {
    return { value: JSON.parse(data.toString()) };
  } catch {
    return invalid('The frame is not JSON.');
  }
}

function invalid(message: string): { error: ParleyError; id: undefined } {
  return { error: new ParleyError('invalid', message), id: undefined };
}
