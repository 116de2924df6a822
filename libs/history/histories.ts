import type { History } from './history.js';

/** `onError` is told what fails later and is tried again. */
type OpenHistory = (service: string, onError: (error: Error) => void) => Promise<History>;

/** Opens the histories of a process. */
export class Histories {
  /** @param open the history of a service, made if absent; waits while the server is away */
  constructor(readonly open: OpenHistory) {}
}
