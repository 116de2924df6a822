import { ParleyError } from '@parley/client';

/** That something is not, or no longer, there is an answer, not a failure. */
export async function unlessGone<T>(found: Promise<T>): Promise<T | 'gone'> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'not_found') return 'gone';
    throw error;
  }
}
