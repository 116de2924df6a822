import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ask } from '../ask.mjs';
import { fillIn } from '../files.mjs';
import { HERE, portOf, stackDir } from '../settings.mjs';
import { StackError } from '../stack-error.mjs';

/** One Redis server, of the machine's own installation. */
export const redis = {
  name: 'redis',
  ports: ['REDIS'],
  environment: () => ({ REDIS_URL: `redis://127.0.0.1:${portOf('REDIS')}` }),

  async prepare() {
    await promisify(execFile)('redis-server', ['--version']).catch(() => {
      throw new StackError('There is no redis-server: install it, on Debian with: apt-get install redis-server');
    });
    const folder = path.join(stackDir(), 'redis');
    mkdirSync(path.join(folder, 'data'), { recursive: true });
    const settings = fillIn(path.join(HERE, 'redis/redis.conf'), path.join(folder, 'redis.conf'), { DIR: folder, PORT: portOf('REDIS') });
    return { command: 'redis-server', args: [settings] };
  },

  async check() {
    const read = (received) => {
      const line = received.toString();
      if (line.startsWith('-')) throw new Error(`Redis: ${line.trim()}`);
      return line.startsWith('+PONG') ? true : undefined;
    };
    await ask({ port: portOf('REDIS'), request: 'PING\r\n', read });
  },
};
