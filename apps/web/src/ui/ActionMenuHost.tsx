import { lazy, Suspense } from 'react';
import type { ActionMenuProps } from './ActionMenu.js';

export type { Action } from './ActionMenu.js';

const LazyMenu = lazy(() => import('./ActionMenu.js').then((module) => ({ default: module.ActionMenu })));

/** A menu, loaded when one is first asked for. */
export function ActionMenu(props: ActionMenuProps) {
  return (
    <Suspense fallback={null}>
      <LazyMenu {...props} />
    </Suspense>
  );
}
