import { lazy, Suspense } from 'react';
import type { ShownMessage } from './rows.js';

/** A message whose actions are asked for, and where they are to appear. */
export interface MenuTarget {
  message: ShownMessage;
  anchor: Element;
}

const LazyMenu = lazy(() => import('./MessageMenu.js').then((module) => ({ default: module.MessageMenu })));

/** One menu for all messages, loaded when it is first asked for. */
export function MessageMenu(props: { target: MenuTarget; onClose: () => void }) {
  return (
    <Suspense fallback={null}>
      <LazyMenu {...props} />
    </Suspense>
  );
}
