import type { Entry } from '@parley/client';
import { useEffect } from 'react';
import { markRead } from '../state/conversations.js';

/** What has been in view has been read, but only while somebody is looking. */
export function useReading(id: string, entry: Entry | undefined): void {
  useEffect(() => {
    if (!entry) return;
    const read = () => {
      if (document.visibilityState === 'visible' && document.hasFocus()) markRead(id, entry);
    };
    read();
    window.addEventListener('focus', read);
    document.addEventListener('visibilitychange', read);
    return () => {
      window.removeEventListener('focus', read);
      document.removeEventListener('visibilitychange', read);
    };
  }, [id, entry]);
}
