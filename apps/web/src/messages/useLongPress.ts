import { useRef, type PointerEvent } from 'react';

const HOLD_MS = 450;
const SLACK_PX = 10;

/** A finger that rests on something asks what can be done with it; one that scrolls does not. */
export function useLongPress(onHold: (anchor: Element) => void) {
  const hold = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined);
  const cancel = () => {
    clearTimeout(hold.current?.timer);
  };
  return {
    onPointerDown: ({ pointerType, currentTarget, clientX: x, clientY: y }: PointerEvent) => {
      if (pointerType !== 'touch') return;
      const timer = setTimeout(() => {
        onHold(currentTarget);
      }, HOLD_MS);
      hold.current = { timer, x, y };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const start = hold.current;
      if (start && Math.hypot(clientX - start.x, clientY - start.y) > SLACK_PX) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
  };
}
