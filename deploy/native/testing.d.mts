export type Engine = 'postgres' | 'redis' | 'zookeeper' | 'kafka' | 'cassandra';
export type App = 'gateway' | 'chat' | 'message' | 'group-message' | 'user' | 'group' | 'discovery' | 'session' | 'relay' | 'last-seen';
/** An instance of an app, such as `chat-1`. */
export type Service = `${App}-${number}`;
export type Part = Engine | Service;

/** The value of the variable, which says where an engine is. Without it the spec fails: it never skips. */
export function addressOf(variable: string): string;

/** Resolves when the part answers a real request, a service when it is ready. False: it was running already. */
export function start(part: Part): Promise<boolean>;

/** Asks the part to end, kills it if it does not, and resolves when it has. False: it was not running. */
export function stop(part: Part): Promise<boolean>;

/** `running`, what a service waits for, `not answering` (its process lives) or `stopped`, with the pid. */
export function status(part: Part): Promise<{ state: string; pid?: number }>;

/** `kill -9`; resolves when the process is gone. */
export function crash(part: Part): Promise<void>;

/** SIGSTOP: the part keeps its connections and answers nothing. Whoever calls it calls `thaw` in the end. */
export function freeze(part: Part): void;

/** SIGCONT, after `freeze`. Without one, or without a process, it does nothing. */
export function thaw(part: Part): void;

/** The file that the part writes its output to, start after start. */
export function logFile(part: Part): string;

/** The services of the suite, as `STACK_INSTANCES` says. */
export function chosenServices(): Service[];

/** `host:port` of gRPC, the base URL of metrics and health, and that of the public port of gateways and chat nodes. */
export function addressesOf(service: Service): { grpc: string; metrics: string; url?: string };

/** Base URLs of the suite. */
export function gatewayUrls(): string[];

/** The class path with the jars of a part that runs on Java. */
export function classPath(part: Engine): Promise<string>;

/** Where Kafka asks for TLS and a user: `parley` with that as its password by PLAIN, those that specs make by SCRAM. */
export function securedBroker(): string;

/** In PEM, the stack's authority and its certificate for 127.0.0.1 with the key, or a stranger's. */
export function certificateOf(authority?: 'stack' | 'stranger'): Promise<{ ca: Buffer; cert: Buffer; key: Buffer }>;
