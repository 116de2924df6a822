import { createHash } from 'node:crypto';
import type { RedisClient } from './connection.redis.js';

/** A script that Redis runs as one step. */
export interface Script {
  text: string;
  hash: string;
}

const script = (text: string): Script => ({ text, hash: createHash('sha1').update(text).digest('hex') });

/** KEYS: the lease. ARGV: value, time to live. */
export const ACQUIRE = script(`
  local held = redis.call('GET', KEYS[1])
  if held and held ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1`);

/** KEYS: the lease. ARGV: value. */
export const RELEASE = script(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('DEL', KEYS[1])`);

// A set of members is a hash of their values (KEYS[1]) and a sorted set of the moments at which they end (KEYS[2]), because Redis
// before 7.4 ends whole keys only. Each script first drops what has ended by the clock of the server; after that, what is in the
// hash lives. Both keys end with their last member. Lua takes 8,000 arguments at most, hence the portions.
const DROP_ENDED = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  repeat
    local ended = redis.call('ZRANGE', KEYS[2], '-inf', now, 'BYSCORE', 'LIMIT', 0, 1000)
    if #ended > 0 then
      redis.call('ZREM', KEYS[2], unpack(ended))
      redis.call('HDEL', KEYS[1], unpack(ended))
    end
  until #ended < 1000`;

const PUT = `
  local ttl = tonumber(ARGV[3])
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('ZADD', KEYS[2], now + ttl, ARGV[1])
  for _, key in ipairs(KEYS) do
    if redis.call('PTTL', key) < ttl then redis.call('PEXPIRE', key, ttl) end
  end
  return 1`;

/** ARGV: member, value, time to live. */
export const PUT_MEMBER = script(`${DROP_ENDED}${PUT}`);

/** ARGV: member, value, time to live. */
export const RENEW_MEMBER = script(`${DROP_ENDED}
  local held = redis.call('HGET', KEYS[1], ARGV[1])
  if held and held ~= ARGV[2] then return 0 end${PUT}`);

/** ARGV: member, value. */
export const REMOVE_MEMBER = script(`${DROP_ENDED}
  if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
  redis.call('ZREM', KEYS[2], ARGV[1])
  return redis.call('HDEL', KEYS[1], ARGV[1])`);

/** Answers members and values by turns. */
export const MEMBERS = script(`${DROP_ENDED}
  return redis.call('HGETALL', KEYS[1])`);

/** Runs the script by its hash; a server that has been started anew is told the text. */
export async function run(client: RedisClient, { text, hash }: Script, { keys, args }: { keys: string[]; args: (string | number)[] }) {
  try {
    return await client.evalsha(hash, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return client.eval(text, keys.length, ...keys, ...args);
  }
}
