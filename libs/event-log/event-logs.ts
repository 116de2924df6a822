import type { EventLog } from './event-log.js';

/** `onError` is told what fails later and is tried again. */
type OpenLog = (topic: string, onError: (error: Error) => void) => Promise<EventLog>;

/** Opens the logs of a process. */
export class EventLogs {
  /** @param open the log of a topic, made if absent; waits while the server is away */
  constructor(readonly open: OpenLog) {}
}
