import { useEffect, useRef, type RefObject } from 'react';

/**
 * Keeps a reader at the end there while the window, the composer or an on-screen keyboard changes the height. Returns what is to be
 * called at each scroll.
 */
export function useStayAtEnd(scroller: RefObject<HTMLElement | null>, threshold: number): () => void {
  const atEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    // Not at once: the list has yet to land where it opens.
    const frame = requestAnimationFrame(() => {
      atEnd.current = isAtEnd(element, threshold);
      observer.observe(element);
    });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, [scroller, threshold]);
  return () => {
    if (scroller.current) atEnd.current = isAtEnd(scroller.current, threshold);
  };
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement, threshold: number): boolean {
  return scrollHeight - scrollTop - clientHeight <= threshold;
}
