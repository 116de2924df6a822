import type { Delivery } from '#contracts/gen/parley/chat/internal/v1/chat_internal.js';

/** The frame of what a delivery tells everybody whom it concerns, or undefined if it only answers. */
export function eventFrameOf({ entry, receipt, typing, counts }: Delivery): object | undefined {
  if (entry !== undefined) return { type: 'entry', ...entry };
  if (receipt !== undefined) return { type: 'receipt', ...receipt };
  if (typing !== undefined) return { type: 'typing', ...typing };
  return counts && { type: 'receipts', ...counts };
}
