import { alternating } from '../support/alternating.js';

globalThis.fetch = alternating(globalThis.fetch);
