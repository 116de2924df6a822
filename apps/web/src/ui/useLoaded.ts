import { useEffect, useState } from 'react';

interface Loaded<T> {
  value: T | undefined;
  failed: boolean;
  reload: () => void;
}

/** What a section shows, loaded when it is opened. `load` must be the same function at each call. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [turn, setTurn] = useState(0);
  const [result, setResult] = useState<{ value: T | undefined; failed: boolean }>({ value: undefined, failed: false });
  useEffect(() => {
    let current = true;
    load().then(
      (value) => {
        if (current) setResult({ value, failed: false });
      },
      () => {
        if (current) setResult({ value: undefined, failed: true });
      },
    );
    return () => {
      current = false;
    };
  }, [load, turn]);
  return {
    ...result,
    reload: () => {
      setTurn(turn + 1);
    },
  };
}
