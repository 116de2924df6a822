export { LEASE_MS, SessionStore, type FoundSessions } from './session-store.js';
