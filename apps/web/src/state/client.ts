import { ParleyClient } from '@parley/client';
import { IdbOutboxStore } from './outbox-store.js';

/** The page's one connection to the server. Stores call it; views call the stores' actions. */
export const client = new ParleyClient({ baseUrl: '', cookie: true, outboxStore: new IdbOutboxStore() });
