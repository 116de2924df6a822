import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { inParallel } from './client.mjs';
import { post } from './rest.mjs';

const PASSWORD = 'a long enough password';
/** Nobody could wait for thousands of hashes that are meant to be slow. A hash names its own cost, so the server checks this one in no time. */
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/** Registers accounts as anybody would. */
export function registerAccounts(baseUrl, count) {
  return inParallel(names('bench', count), 4, async (username) =>
    signedIn(await post(baseUrl, '/user-service/register', { username, password: PASSWORD })),
  );
}

/** Puts accounts into the table of the server whose Postgres is there, and signs each of them in. */
export async function seedAccounts(baseUrl, postgresUrl, count) {
  // The stack keeps the accounts of earlier runs.
  const run = Date.now().toString(36).padStart(11, '0');
  const usernames = names(run, count);
  const client = new pg.Client(postgresUrl);
  await client.connect();
  const ids = usernames.map((_, index) => `bench_${run}_${letters(index)}`);
  await client.query(
    `INSERT INTO users.accounts (id, username, display_name, display_key, password_hash, created_at)
     SELECT id, name, name, name, $3, $4 FROM unnest($1::text[], $2::text[]) AS rows(id, name)`,
    [ids, usernames, await hash(PASSWORD, CHEAP), Date.now()],
  );
  await client.end();
  return inParallel(usernames, 16, async (username) =>
    signedIn(await post(baseUrl, '/user-service/login', { username, password: PASSWORD })),
  );
}

function names(prefix, count) {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}

/** Four letters; ids have 22 characters. */
function letters(index) {
  return [17_576, 676, 26, 1].map((weight) => ALPHABET[Math.floor(index / weight) % 26]).join('');
}

function signedIn({ user, accessToken }) {
  return { id: user.id, token: accessToken };
}
