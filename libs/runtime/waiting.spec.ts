import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { ParleyError } from '#errors';
import { eventually } from '../../test/support/eventually.js';
import { Health } from './health.js';
import { Waiting, WaitInterrupted } from './waiting.js';

const KAFKA = { name: 'Kafka', where: 'kafka:9092' };
const away = () => new ParleyError('unavailable', 'not there yet');

describe('waiting for a dependency', () => {
  let health: Health;
  let waiting: Waiting;
  let lines: unknown[];
  beforeEach(() => {
    health = new Health();
    health.serving();
    waiting = new Waiting(health);
    lines = [];
    const note = (line: unknown): void => void lines.push(line);
    Logger.overrideLogger({ log: note, warn: note, error: note });
  });
  afterEach(() => waiting.stop());

  it('says nothing of one that is there', async () => {
    expect(await waiting.untilThere(KAFKA, () => Promise.resolve(1))).toBe(1);
    expect(lines).toEqual([]);
  });

  it('goes on when it comes, said once however many wait for it, and is not ready meanwhile', async () => {
    let isThere = false;
    const open = () => (isThere ? Promise.resolve('open') : Promise.reject(away()));
    const opened = Promise.all([waiting.untilThere(KAFKA, open), waiting.untilThere(KAFKA, open)]);
    await eventually(() => lines.length > 0);
    expect(await health.readiness()).toEqual({ ready: false, failing: ['Kafka (kafka:9092)'] });
    isThere = true;
    expect(await opened).toEqual(['open', 'open']);
    expect(lines).toEqual(['Waiting for Kafka (kafka:9092): not there yet', 'Kafka (kafka:9092) is there.']);
    expect((await health.readiness()).ready).toBe(true);
  });

  it('ends with a sentence where waiting would not help', async () => {
    const refused = waiting.untilThere(KAFKA, () => Promise.reject(new Error('wrong password')));
    await expect(refused).rejects.toMatchObject({ name: 'StartError', message: 'Kafka (kafka:9092) cannot be used: wrong password' });
  });

  it('ends when the process is told to stop, before or after it begins to wait, and tries no more', async () => {
    let attempts = 0;
    const open = () => ((attempts += 1), Promise.reject(away()));
    const before = waiting.untilThere(KAFKA, open);
    await eventually(() => lines.length > 0);
    waiting.stop();
    const soFar = attempts;
    await expect(before).rejects.toThrow(WaitInterrupted);
    await expect(waiting.untilThere(KAFKA, open)).rejects.toThrow(WaitInterrupted);
    await sleep(400);
    // The one that began to wait later.
    expect(attempts).toBe(soFar + 1);
  });

  it('ends work that goes on trying by itself in the same way', async () => {
    waiting.stop();
    const endless = (isAway: (reason: unknown) => void) => (isAway(away()), new Promise<never>(() => undefined));
    await expect(waiting.during(KAFKA, endless)).rejects.toThrow(WaitInterrupted);
  });

  it('lets what is about to be there come, when the process is told to stop', async () => {
    const opened = waiting.untilThere(KAFKA, () => sleep(50, 'open'));
    waiting.stop();
    expect(await opened).toBe('open');
  });

  it('knows a database that refuses connections, and one that drops them, as away', async () => {
    const port = await freePort();
    const connect = async (): Promise<void> => {
      const client = new pg.Client({ host: '127.0.0.1', port, connectionTimeoutMillis: 1_000 });
      await client.connect().finally(() => client.end());
    };
    const opened = waiting.untilThere({ name: 'Postgres', where: String(port) }, connect);
    await eventually(() => lines.length > 0);
    let dropped = 0;
    const dropping = await listen(port, (server) => server.on('connection', (socket) => (dropped++, socket.destroy())));
    // Who comes again has dealt with the first time.
    await eventually(() => dropped > 1);
    expect(lines).toHaveLength(1);
    dropping.close();
    waiting.stop();
    await expect(opened).rejects.toThrow(WaitInterrupted);
  });
});

async function freePort(): Promise<number> {
  const server = await listen(0, () => undefined);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(port: number, prepare: (server: Server) => void): Promise<Server> {
  const server = createServer();
  prepare(server);
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}
