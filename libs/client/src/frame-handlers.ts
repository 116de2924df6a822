import type { ServerFrame } from './protocol.js';

export type FrameHandlers = { [Type in ServerFrame['type']]: (frame: Extract<ServerFrame, { type: Type }>) => void };

/** A newer server may say more than this client knows: that is ignored. */
export function dispatch(frame: ServerFrame, handlers: FrameHandlers): void {
  if (Object.hasOwn(handlers, frame.type)) (handlers[frame.type] as (frame: ServerFrame) => void)(frame);
}
