import type { Entry, Group, GroupChange } from '../../libs/client/src/index.js';
import type { Account } from '../support/api.js';
import { brokenVersions } from '../support/membership.js';
import { target } from '../support/target.js';
import { Wire } from '../support/wire.js';

const api = target();
const { groups } = api;

describe('a group', () => {
  let ada: Account;
  let bob: Account;
  let cem: Account;
  let dan: Account;
  let a: Wire;
  let b: Wire;
  let c: Wire;
  beforeEach(async () => {
    [ada, bob, cem, dan] = (await api.registerAll('ada', 'bob', 'cem', 'dan')) as [Account, Account, Account, Account];
    [a, b, c] = await Promise.all([Wire.ready(api, ada), Wire.ready(api, bob), Wire.ready(api, cem)]);
  });
  afterEach(() => Promise.all([a.close(), b.close(), c.close()]));

  const newest = (wire: Wire, { conversation }: Group, seq: number): Promise<Entry> =>
    wire.next('entry', (entry) => entry.conversation === conversation && entry.seq === seq);
  const frameOf = (entry: Entry): object => ({ type: 'entry', ...entry });

  it('begins with an entry that names its members, and comes to all of them', async () => {
    const group = await groups.create(ada, { name: 'Lunch', members: [bob, cem] });
    expect(group).toMatchObject({ name: 'Lunch', visibility: 'private', history: 'since_join', memberCount: 3, role: 'owner' });
    for (const wire of [a, b, c]) {
      const entry = await newest(wire, group, 1);
      expect(entry).toMatchObject({ kind: 'system', from: ada.id, ordinal: 0, body: '', system: { event: 'created', role: 'member' } });
      expect([...(entry.system?.users ?? [])].sort()).toEqual([ada.id, bob.id, cem.id].sort());
    }
    expect(await groups.get(bob, group)).toEqual({ ...group, role: 'member' });
  });

  it('shows all of them the same messages in the same order, many at once', async () => {
    const group = await groups.create(ada, { members: [bob, cem] });
    const wires = [a, b, c];
    const acks = await Promise.all(
      Array.from({ length: 90 }, (_, n) => (wires[n % 3] ?? a).postTo(group, String(n)).then(({ seq }) => [seq, String(n)] as const)),
    );
    expect(acks.map(([seq]) => seq).sort((x, y) => x - y)).toEqual(acks.map((_, n) => n + 2));
    const story = await groups.story(cem, group);
    expect(story.map((entry) => entry.seq)).toEqual(story.map((_, n) => n + 1));
    expect(story.map((entry) => entry.ordinal)).toEqual(story.map((_, n) => n));
    for (const [seq, body] of acks) expect(story[seq - 1]?.body).toBe(body);
    for (const [index, wire] of wires.entries()) {
      const others = story.filter((entry) => entry.kind === 'system' || entry.from !== [ada, bob, cem][index]?.id);
      await newest(wire, group, others.at(-1)?.seq ?? 0);
      expect(wire.entriesOf(group)).toEqual(others.map(frameOf));
    }
  });

  it('reaches every device, and not the one that sent', async () => {
    const group = await groups.create(ada, { members: [bob] });
    const phone = await Wire.ready(api, await api.login(ada));
    const { id, seq } = await a.postTo(group, 'from my laptop');
    expect(await newest(phone, group, seq)).toMatchObject({ id, from: ada.id, body: 'from my laptop' });
    await a.settled();
    expect(a.entriesOf(group).map((entry) => entry.seq)).toEqual([1]);
    await phone.close();
  });

  it('takes messages over REST, and a resend gets the old place over either way', async () => {
    const group = await groups.create(ada, { members: [bob] });
    const send = (): Promise<object> =>
      api.post(bob, '/group-message-service/messages', { id: 'once', to: { group: group.id }, body: 'over REST' });
    const ack = await send();
    expect(ack).toMatchObject({ id: 'once', conversation: group.conversation, seq: 2 });
    expect(await send()).toEqual(ack);
    expect(await b.postTo(group, 'over REST', { id: 'once' })).toEqual({ type: 'ack', ...ack });
    expect(await newest(a, group, 2)).toMatchObject({ id: 'once', from: bob.id });
    expect(await groups.story(ada, group)).toHaveLength(2);
  });

  it('tells in its order who comes and goes, and what changes', async () => {
    const group = await groups.create(ada, { name: `Old ${crypto.randomUUID()}`, members: [bob] });
    const update = (change: GroupChange): Promise<Group> => groups.update(ada, group, change);
    const { code } = await groups.invite(ada, group);
    const name = `New ${crypto.randomUUID()}`;
    await groups.add(ada, group, cem);
    await groups.setRole(ada, group, { user: bob, role: 'admin' });
    await update({ name });
    await update({ description: 'About us' });
    await update({ picture: 'https://example.org/a.png' });
    await api.post(dan, `/group-service/invites/${code}/accept`, {});
    await groups.remove(bob, group, dan);
    await update({ visibility: 'public' });
    await groups.join(dan, group);
    await groups.leave(cem, group);
    await groups.setRole(ada, group, { user: bob, role: 'owner' });
    await groups.leave(ada, group);
    const seen = (await groups.story(bob, group)).slice(1);
    expect(seen.map(({ from, kind, system }) => [from, kind, system])).toEqual(
      [
        [ada, 'added', [cem], 'member', ''],
        [ada, 'role', [bob], 'admin', ''],
        [ada, 'renamed', [], '', name],
        [ada, 'described', [], '', 'About us'],
        [ada, 'picture', [], '', 'https://example.org/a.png'],
        [dan, 'joined', [dan], 'member', ''],
        [bob, 'removed', [dan], '', ''],
        [ada, 'visibility', [], '', 'public'],
        [dan, 'joined', [dan], 'member', ''],
        [cem, 'left', [cem], '', ''],
        [ada, 'role', [bob], 'owner', ''],
        [ada, 'left', [ada], '', ''],
      ].map(([from, event, users, role, text]) => [
        (from as Account).id,
        'system',
        { event, users: (users as Account[]).map(({ id }) => id), role, text },
      ]),
    );
    expect(seen.map((entry) => entry.id)).toEqual(seen.map((_, n) => `change.${String(n + 2)}`));
    await newest(b, group, 13);
    expect(b.entriesOf(group).slice(1)).toEqual(seen.map(frameOf));
    expect((await groups.members(bob, group)).map(({ id, role }) => [id, role])).toEqual([
      [bob.id, 'owner'],
      [dan.id, 'member'],
    ]);
  });

  it('changes nothing when it is told again what it is already', async () => {
    const group = await groups.create(ada, { members: [bob], description: 'As it is' });
    expect(await groups.add(ada, group, bob, ada)).toEqual([]);
    await groups.update(ada, group, { description: 'As it is', name: group.name });
    await groups.setRole(ada, group, { user: bob, role: 'member' });
    await groups.join(bob, group);
    expect(await groups.add(ada, group, bob, cem)).toEqual([cem.id]);
    expect((await groups.story(ada, group)).map(({ system }) => [system?.event, system?.users])).toEqual([
      ['created', expect.any(Array)],
      ['added', [cem.id]],
    ]);
  });

  it('ends for everybody when it is deleted', async () => {
    const group = await groups.create(ada, { members: [bob] });
    await a.postTo(group, 'before the end');
    await groups.delete(ada, group);
    for (const wire of [a, b]) expect(await newest(wire, group, 3)).toMatchObject({ kind: 'system', system: { event: 'deleted' } });
    for (const [account, wire] of [
      [ada, a],
      [bob, b],
    ] as const) {
      expect(await wire.refusal({ type: 'send', id: 'after', to: { group: group.id }, body: 'after' })).toMatchObject({
        code: 'not_found',
        field: 'to.group',
      });
      await expect(groups.story(account, group)).rejects.toThrow('404');
      await expect(groups.get(account, group)).rejects.toThrow('404');
      expect(await groups.summaries(account)).toEqual([]);
    }
  });

  it('that is public is found by its name and entered by it', async () => {
    const name = `Open ${crypto.randomUUID()}`;
    const group = await groups.create(ada, { name, visibility: 'public' });
    const found = await api.get<{ groups: Group[] }>(dan, `/group-service/public-groups?query=${encodeURIComponent(name)}`);
    expect(found.groups).toEqual([{ ...group, role: '' }]);
    const { group: joined } = await api.post<{ group: Group }>(dan, '/group-service/join', { name: name.toUpperCase() });
    expect(joined).toEqual({ ...group, memberCount: 2, role: 'member' });
    const { groups: own } = await api.get<{ groups: Group[] }>(dan, '/group-service/groups');
    expect(own).toEqual([joined]);
    const taken = { token: ada.accessToken, body: { name: name.toLowerCase(), visibility: 'public' } };
    expect(await api.call('POST', '/group-service/groups', taken)).toMatchObject({
      status: 409,
      body: { code: 'conflict', field: 'name' },
    });
  });

  it('keeps an owner: the last one can neither leave nor step back', async () => {
    const group = await groups.create(ada, { members: [bob] });
    await expect(groups.leave(ada, group)).rejects.toThrow('409');
    await expect(groups.setRole(ada, group, { user: ada, role: 'admin' })).rejects.toThrow('409');
    await groups.setRole(ada, group, { user: bob, role: 'owner' });
    await groups.leave(ada, group);
    await expect(groups.leave(bob, group)).rejects.toThrow('409');
  });

  it('keeps an owner when its two owners leave at the same moment', async () => {
    const group = await groups.create(ada, { members: [bob, cem] });
    await groups.setRole(ada, group, { user: bob, role: 'owner' });
    const leave = async ({ accessToken: token }: Account): Promise<number> =>
      (await api.call('POST', `/group-service/groups/${group.id}/leave`, { token, body: {} })).status;
    expect((await Promise.all([leave(ada), leave(bob)])).sort()).toEqual([200, 409]);
    expect((await groups.members(cem, group)).map(({ role }) => role)).toEqual(['owner', 'member']);
  });

  it('tells of all who come at the same moment, each from their coming on', async () => {
    const group = await groups.create(ada, { name: `Rush ${crypto.randomUUID()}`, visibility: 'public' });
    const crowd = await api.registerAll(...Array.from({ length: 20 }, (_, n) => `rush${String(n)}`));
    await Promise.all(crowd.map((account) => groups.join(account, group)));
    const story = await groups.story(ada, group);
    expect(brokenVersions(story)).toEqual([]);
    expect(
      story
        .slice(1)
        .flatMap(({ system }) => system?.users ?? [])
        .sort(),
    ).toEqual(crowd.map(({ id }) => id).sort());
    for (const account of crowd) {
      const coming = story.filter(({ system }) => system?.users.includes(account.id));
      expect(coming).toMatchObject([{ system: { event: 'joined', role: 'member' } }]);
      expect(await groups.summary(account, group)).toMatchObject({ from: coming[0]?.seq });
    }
  });

  it('ends in the midst of what all say, and nothing comes behind its end', async () => {
    const group = await groups.create(ada, { members: [bob, cem] });
    const wires = [a, b, c];
    const ids = wires.map((wire) => {
      const own = Array.from({ length: 200 }, () => crypto.randomUUID());
      for (const id of own) wire.send({ type: 'send', id, to: { group: group.id }, body: id });
      return own;
    });
    await groups.delete(ada, group);
    for (const [index, wire] of wires.entries()) {
      wire.send({ type: 'send', id: 'too-late', to: { group: group.id }, body: 'too late' });
      const answers = await Promise.all([...(ids[index] ?? []), 'too-late'].map((id) => wire.answer(id)));
      expect(answers.at(-1)).toMatchObject({ type: 'error', code: 'not_found' });
    }
    const told = await Promise.all(
      wires.map(async (wire) => {
        const end = await wire.next('entry', ({ system }) => system?.event === 'deleted');
        expect(wire.placesIn(group)).toEqual(Array.from({ length: end.seq }, (_, n) => n + 1));
        return end.seq;
      }),
    );
    expect(new Set(told).size).toBe(1);
  });
});
