import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import type { Posting, Refusal } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import { ParleyError, toParleyError } from '#errors';

/** The command that a message becomes in its conversation. */
export function commandOf({ from, message, origin }: Posting, conversation: string): Command {
  if (message === undefined) throw new ParleyError('invalid', 'There is no message to send.', { field: 'message' });
  if (message.to?.user !== undefined && message.to.group !== undefined)
    throw new ParleyError('invalid', 'A message goes to a user or to a group, not to both.', { field: 'to' });
  const { id, body, after, replyTo, mentions } = message;
  return { conversation, from, id, send: { body, after, replyTo, mentions }, origin };
}

/** Starts all in order and answers which of them were refused. */
export async function collectRefusals<T>(items: readonly T[], action: (item: T) => Promise<unknown>): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  const started = items.map((item, index) =>
    action(item).catch((error: unknown) => {
      const { code, message, field = '', retryAfterMs = 0 } = toParleyError(error);
      refusals.push({ index, code, message, field, retryAfterMs });
    }),
  );
  await Promise.all(started);
  return refusals;
}
