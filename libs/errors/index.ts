export { ERRORS, ParleyError, toParleyError, type ErrorDetail } from './parley-error.js';
export type { ErrorCode } from '#protocol';
