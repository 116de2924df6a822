import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import { ParleyError } from '#errors';
import { startTestPostgres, type TestPostgres } from '../postgres/testing.js';
import { Backlog } from './backlog.js';
import { TestOwner } from './testing.js';

const send = (id: string, body = id): Command => ({ conversation: 'ann+bob', from: 'ann', id, send: { body, mentions: [] } });

describe('the appender', () => {
  let server: TestPostgres;
  let runs = 0;
  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());
  const open = (): Promise<TestOwner> => TestOwner.open({ url: server.url, topic: `t${String(++runs)}`, schema: `h${String(runs)}` });

  it('keeps the order of commands, also when the answer of the log is lost', async () => {
    const owner = await open();
    await owner.sequencer.start();
    let calls = 0;
    owner.log.nextFault = () => (++calls % 2 === 1 ? 'after' : 'none');
    const ids = Array.from({ length: 50 }, (_, index) => `id-${String(index)}`);
    for (const id of ids) {
      owner.appender.append(send(id));
      if (ids.indexOf(id) % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await owner.appender.close(5_000);
    await owner.settle();
    const { entries } = await owner.history.page({ from: 1, until: 99_999, conversation: 'ann+bob', limit: 100 });
    expect(entries.map((entry) => entry.id)).toEqual(ids);
    expect(calls).toBeGreaterThan(1);
    await owner.close();
  });

  it('refuses what comes while too much is on its way, and nothing of it is stored', async () => {
    const owner = await open();
    await owner.sequencer.start();
    owner.backlog.add(16 * 1024 * 1024);
    expect(() => owner.appender.append(send('too-much'))).toThrow(ParleyError);
    owner.backlog.remove(16 * 1024 * 1024);
    owner.appender.append(send('fine'));
    await owner.appender.close(5_000);
    await owner.settle();
    expect(
      (await owner.history.page({ from: 1, until: 99_999, conversation: 'ann+bob', limit: 9 })).entries.map((entry) => entry.id),
    ).toEqual(['fine']);
    await owner.close();
  });

  it('is full only at the bound, and what waits for History counts', async () => {
    const backlog = new Backlog(10);
    backlog.add(9);
    expect(backlog.full).toBe(false);
    backlog.add(1);
    expect(backlog.full).toBe(true);

    const owner = await open();
    await owner.sequencer.start();
    owner.history.nextFault = () => 'before';
    const large = 'x'.repeat(16_000);
    await expect(
      (async () => {
        for (let n = 0; n < 5_000; n++) {
          owner.appender.append(send(`n${String(n)}`, large));
          if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })(),
    ).rejects.toMatchObject({ code: 'overloaded' });
    await owner.close();
  });

  it('refuses commands once it is closing', async () => {
    const owner = await open();
    await owner.appender.close(0);
    expect(() => owner.appender.append(send('late'))).toThrow('This node is shutting down.');
    await owner.close();
  });
});
