import { create } from 'zustand';

/** The current minute, for everything that says how long ago something was. One timer for all of them. */
const useClock = create<{ now: number }>(() => ({ now: Date.now() }));

const STEP_MS = 30_000;

export function startClock(): void {
  setInterval(() => {
    useClock.setState({ now: Date.now() });
  }, STEP_MS);
}

export function useNow(): number {
  return useClock((state) => state.now);
}
