import type { Command } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import { startTestPostgres, type TestPostgres } from '../postgres/testing.js';
import { TestOwner, uuidV7 } from './testing.js';
import { eventually } from '../../test/support/eventually.js';

describe('the sequencer', () => {
  let server: TestPostgres;
  let runs = 0;
  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());

  const names = (): { topic: string; schema: string } => {
    runs++;
    return { topic: `topic${String(runs)}`, schema: `history${String(runs)}` };
  };

  it('gives a resend its old answer, also one from before a restart', async () => {
    const name = { ...names(), url: server.url };
    const command = {
      conversation: 'ann+bob',
      from: 'ann',
      id: 'mine',
      send: { body: 'x', mentions: [] },
      origin: { node: 'node', session: 's' },
    };
    const first = await TestOwner.open(name);
    await first.sequencer.start();
    await appended(first, command);
    await first.settle();
    await first.close();
    const second = await TestOwner.open(name);
    await second.sequencer.start();
    await appended(second, { ...command, id: 'other' });
    await appended(second, command);
    await second.settle();
    await eventually(() => second.delivered.filter((delivery) => delivery.ack !== undefined).length === 2);
    expect(second.delivered.map(({ ack }) => [ack?.id, ack?.seq])).toEqual([
      ['other', 2],
      ['mine', 1],
    ]);
    expect(second.delivered[1]?.users).toEqual([]);
    await second.close();
  });

  it('decides a replayed message anew, though History holds it and a later block already', async () => {
    const name = { ...names(), url: server.url };
    const from = { conversation: 'ann+bob', from: 'ann' };
    const block = (blocked: boolean, version: number): Command => ({
      ...from,
      id: `block-${String(version)}`,
      block: { blocked, version },
    });
    const message = (body: string): Command => ({ ...from, id: uuidV7(Date.now(), body.charCodeAt(0)), send: { body, mentions: [] } });
    const first = await TestOwner.open(name);
    await first.sequencer.start();
    await appended(first, message('a'));
    await first.settle();
    await eventually(() => first.delivered.length === 1);
    await first.sequencer.commit();
    first.links.connect('chat', 'node', () => Promise.reject(new Error('so that nothing more is committed')));
    await appended(first, message('b'));
    await appended(first, block(true, 1));
    await first.settle();
    await first.crash();
    const second = await TestOwner.open(name);
    await second.sequencer.start();
    await appended(second, block(false, 2));
    await appended(second, message('c'));
    await second.settle();
    expect(
      (await second.history.page({ from: 1, until: 99_999, conversation: 'ann+bob', limit: 10 })).entries.map((entry) => entry.body),
    ).toEqual(['a', 'b', 'c']);
    first.links.disconnect('node');
    await Promise.all([first.close(), second.close()]);
  });

  it('acknowledges and delivers while History is away, and writes when it is back', async () => {
    const owner = await TestOwner.open({ ...names(), url: server.url });
    await owner.sequencer.start();
    const send = (id: string): Promise<void> =>
      appended(owner, {
        conversation: 'ann+bob',
        from: 'ann',
        id,
        send: { body: id, mentions: [] },
        origin: { node: 'node', session: 's' },
      });
    await send('warm');
    await owner.settle();
    owner.history.nextFault = () => 'before';
    await send('one');
    await send('two');
    await eventually(() => owner.delivered.length === 3);
    expect((await owner.history.page({ from: 1, until: 99_999, conversation: 'ann+bob', limit: 10 })).entries).toHaveLength(1);
    owner.history.nextFault = () => 'none';
    await owner.settle();
    expect(
      (await owner.history.page({ from: 1, until: 99_999, conversation: 'ann+bob', limit: 10 })).entries.map((entry) => entry.id),
    ).toEqual(['warm', 'one', 'two']);
    await owner.close();
  });

  it('commits nothing that History does not hold', async () => {
    const name = { ...names(), url: server.url };
    const owner = await TestOwner.open(name);
    await owner.sequencer.start();
    owner.history.write = () => Promise.reject(new Error('the history is away, but not its commits'));
    await appended(owner, { conversation: 'ann+bob', from: 'ann', id: 'kept', send: { body: 'x', mentions: [] } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await owner.crash();
    const next = await TestOwner.open(name);
    await next.sequencer.start();
    await next.settle();
    expect(
      (await next.history.page({ from: 1, until: 99_999, conversation: 'ann+bob', limit: 10 })).entries.map((entry) => entry.id),
    ).toEqual(['kept']);
    await Promise.all([owner.close(), next.close()]);
  });

  it('commits nothing that a live node has not acknowledged, and delivers it after a crash', async () => {
    const name = { ...names(), url: server.url };
    const owner = await TestOwner.open(name);
    await owner.sequencer.start();
    owner.links.connect('chat', 'node', () => Promise.reject(new Error('the node does not answer')));
    await appended(owner, { conversation: 'ann+bob', from: 'ann', id: 'undelivered', send: { body: 'x', mentions: [] } });
    await owner.settle();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await owner.crash();
    const next = await TestOwner.open(name);
    await next.sequencer.start();
    await eventually(() => next.delivered.length === 1);
    expect(next.delivered[0]?.entry?.id).toBe('undelivered');
    owner.links.disconnect('node');
    await Promise.all([owner.close(), next.close()]);
  });

  it('passes over a record that cannot be decoded, and goes on', async () => {
    const owner = await TestOwner.open({ ...names(), url: server.url, partitions: 1 });
    await owner.sequencer.start();
    await owner.log.append(0, Buffer.from([0xff, 0xff, 0xff]));
    await appended(owner, { conversation: 'ann+bob', from: 'ann', id: 'next', send: { body: 'x', mentions: [] } });
    await owner.settle();
    expect(
      (await owner.history.page({ from: 1, until: 99_999, conversation: 'ann+bob', limit: 10 })).entries.map((entry) => entry.id),
    ).toEqual(['next']);
    await owner.close();
  });

  it('refuses a log that ends before the history', async () => {
    const owner = await TestOwner.open({ ...names(), url: server.url, partitions: 1 });
    await owner.history.commit(0, { epoch: 1, offset: 99 });
    await owner.sequencer.start();
    expect(owner.contradictions[0]).toMatch(/ends at 0, before the 99/);
    await owner.close();
  });

  it('refuses a log that begins after the history', async () => {
    const owner = await TestOwner.open({ ...names(), url: server.url, partitions: 1 });
    await owner.history.commit(0, { epoch: 1, offset: 1 });
    await expect(owner.sequencer.assign(0, { first: 5, end: 9, committed: undefined })).rejects.toThrow(/begins at 5, after the 1/);
    await owner.close();
  });
});

async function appended(owner: TestOwner, command: Command): Promise<void> {
  await new Promise<void>((resolve) => {
    owner.appender.append(command, resolve);
  });
}
