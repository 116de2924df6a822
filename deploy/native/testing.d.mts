export type Part = 'postgres' | 'redis' | 'zookeeper' | 'kafka' | 'cassandra';

/** The value of the variable, which says where an engine is. Without it the spec fails: it never skips. */
export function addressOf(variable: string): string;

/** Resolves when the part answers a real request. False: it was running already. */
export function start(part: Part): Promise<boolean>;

/** Asks the part to end, kills it if it does not, and resolves when it has. False: it was not running. */
export function stop(part: Part): Promise<boolean>;

/** `kill -9`; resolves when the process is gone. */
export function crash(part: Part): Promise<void>;

/** SIGSTOP: the part keeps its connections and answers nothing. Whoever calls it calls `thaw` in the end. */
export function freeze(part: Part): void;

/** SIGCONT, after `freeze`. Without one, or without a process, it does nothing. */
export function thaw(part: Part): void;
