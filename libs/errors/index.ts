export { ERRORS, ParleyError, toParleyError, type ErrorDetail } from './parley-error.js';
export { isTlsRefusal } from './tls-refusal.js';
export type { ErrorCode } from '#protocol';
