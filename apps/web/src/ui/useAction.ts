import { ParleyError } from '@parley/client';
import { useState } from 'react';

export interface ActionState {
  status: 'idle' | 'busy' | 'done' | 'failed';
  /** Why it failed, for people. */
  problem: string | undefined;
  /** The field that is to blame, if one is. */
  field: string | undefined;
}

const IDLE: ActionState = { status: 'idle', problem: undefined, field: undefined };

/** Something that a button starts, and how it went. */
export function useAction(): [ActionState, (run: () => Promise<void>) => Promise<void>] {
  const [state, setState] = useState(IDLE);
  async function start(run: () => Promise<void>): Promise<void> {
    if (state.status === 'busy') return;
    setState({ ...IDLE, status: 'busy' });
    try {
      await run();
      setState({ ...IDLE, status: 'done' });
    } catch (error) {
      setState({ status: 'failed', ...explain(error) });
    }
  }
  return [state, start];
}

function explain(error: unknown): Pick<ActionState, 'problem' | 'field'> {
  if (!(error instanceof ParleyError)) return { problem: 'Something went wrong here. Try again.', field: undefined };
  if (error.code === 'unavailable')
    return { problem: 'The server cannot be reached. Try again when you are back online.', field: undefined };
  return { problem: error.message, field: error.field };
}
