import { Api } from './api.js';

/** The server under test: `E2E_URL`. */
export function target(): Api {
  const url = process.env.E2E_URL;
  if (url === undefined || url === '') throw new Error('Set E2E_URL to the base URL of the server under test.');
  return new Api(url.replace(/\/$/, ''));
}
