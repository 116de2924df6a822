import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { obstacles, tooWide } from './obstacles.js';
import { Stage, type Person } from './stage.js';

describe('a group', () => {
  let stage: Stage;
  let accounts: Record<'ada' | 'bob' | 'cleo' | 'dan', Account>;
  let ada: Person;
  let bob: Person;
  let cleo: Person;

  beforeAll(async () => {
    stage = await Stage.open();
    const [adaAccount, bobAccount, cleoAccount, danAccount] = (await stage.api.registerAll('ada', 'bob', 'cleo', 'dan')) as [
      Account,
      Account,
      Account,
      Account,
    ];
    accounts = { ada: adaAccount, bob: bobAccount, cleo: cleoAccount, dan: danAccount };
    await Promise.all(Object.entries(accounts).map(([name, account]) => callThem(account, name)));
    [ada, bob, cleo] = await Promise.all([stage.person(accounts.ada), stage.person(accounts.bob), stage.person(accounts.cleo)]);
  });

  afterAll(async () => {
    await stage.close();
  });

  async function callThem(account: Account, name: string): Promise<void> {
    const displayName = name.charAt(0).toUpperCase() + name.slice(1);
    await stage.api.call('PATCH', '/user-service/me', { token: account.accessToken, body: { displayName } });
  }

  /** Of Ada, without a browser. */
  async function call<Body>(verb: string, path: string, body?: object): Promise<Body> {
    const answer = await stage.api.call<Body>(verb, path, { token: accounts.ada.accessToken, body });
    if (answer.status !== 200) throw new Error(`${verb} ${path} answered ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async function make(name: string, members: Account[], more: object = {}): Promise<string> {
    const body = { name, members: members.map(({ id }) => id), ...more };
    const { group } = await call<{ group: { id: string } }>('POST', '/group-service/groups', body);
    return group.id;
  }

  async function say(group: string, body: string, mentions: string[] = []): Promise<void> {
    const id = `g-${Math.random().toString(36).slice(2)}`;
    await call('POST', '/group-message-service/messages', { id, to: { group }, body, mentions });
  }

  async function memberAction(person: Person, name: string, action: string): Promise<void> {
    await person.details.getByRole('button', { name: `Actions for ${name}` }).click();
    await person.page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  it('says beside the field what it lacks, and keeps what was typed', async () => {
    await ada.begin('New group');
    const dialog = ada.dialog('New group');
    await dialog.getByLabel('Description').fill('One book a month');
    await dialog.getByRole('button', { name: 'Create group' }).click();
    await dialog.getByText('Give the group a name.').waitFor();
    expect(await dialog.getByLabel('Description').inputValue()).toBe('One book a month');
  });

  it('is not lost when its dialog is closed by mistake', async () => {
    await ada.page.keyboard.press('Escape');
    await ada.dialog('New group').waitFor({ state: 'detached' });
    await ada.begin('New group');
    expect(await ada.dialog('New group').getByLabel('Description').inputValue()).toBe('One book a month');
  });

  it('is made of people who are found by name, and they see it at once', async () => {
    const dialog = ada.dialog('New group');
    await dialog.getByLabel('Name', { exact: true }).fill('Reading');
    await dialog.getByRole('combobox', { name: 'People' }).fill(accounts.bob.username);
    await dialog.getByRole('option', { name: /Bob/ }).waitFor();
    await dialog.getByRole('combobox', { name: 'People' }).press('Enter');
    await dialog.getByRole('button', { name: 'Remove Bob' }).waitFor();
    await dialog.getByRole('button', { name: 'Create group' }).click();
    await ada.change('You created the group with Bob').waitFor();
    await bob.chat('Reading').getByText('Ada created the group with you').waitFor();
    await bob.open('Reading');
    await bob.change('Ada created the group with you').waitFor();
    await bob.header.getByText('2 members').waitFor();
  });

  it('says who wrote what, and who is typing', async () => {
    await ada.say('Hello Bob');
    await bob.message('Hello Bob').getByText('Ada', { exact: true }).waitFor();
    await bob.composer.pressSequentially('Typing this takes a while', { delay: 130 });
    await ada.header.getByText('Bob is typing…').waitFor();
    await bob.say('Hello Ada');
    await ada.message('Hello Ada').waitFor();
    await ada.chat('Reading').getByText('Bob: ').waitFor();
    await bob.chat('Reading').getByText('You: Hello Ada').waitFor();
  });

  it('grows by those who are added, and they are told', async () => {
    await ada.page.getByRole('link', { name: 'Show details' }).click();
    await ada.details.getByRole('button', { name: 'Add people' }).click();
    const dialog = ada.dialog('Add people to Reading');
    await dialog.getByRole('combobox', { name: 'People' }).fill(accounts.cleo.username);
    await dialog.getByRole('option', { name: /Cleo/ }).click();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await cleo.chat('Reading').getByText('Ada added you').waitFor();
    await bob.change('Ada added Cleo').waitFor();
    await bob.header.getByText('3 members').waitFor();
    await ada.details.getByText('Cleo', { exact: true }).waitFor();
  });

  it('shows to those who came later only what came after them', async () => {
    await cleo.open('Reading');
    await cleo.change('Ada added you').waitFor();
    expect(await cleo.message('Hello Bob').count()).toBe(0);
  });

  it('lets one mention a member by the keyboard, who is told so', async () => {
    await cleo.findPerson(accounts.dan.username);
    await ada.composer.fill('');
    await ada.composer.pressSequentially('What do you think, @cl');
    const list = ada.page.getByRole('listbox', { name: 'People to mention' });
    await list.getByRole('option', { name: /Cleo/ }).waitFor();
    await ada.composer.press('Escape');
    await list.waitFor({ state: 'detached' });
    await ada.composer.press('Backspace');
    await ada.composer.press('Backspace');
    await ada.composer.press('Backspace');
    await ada.composer.pressSequentially('@');
    await list.getByRole('option').nth(1).waitFor();
    await ada.composer.press('ArrowDown');
    await ada.composer.press('ArrowUp');
    await ada.composer.pressSequentially('cle');
    await ada.composer.press('Tab');
    expect(await ada.composer.inputValue()).toBe(`What do you think, @${accounts.cleo.username} `);
    await ada.composer.pressSequentially('?');
    await ada.composer.press('Enter');
    await cleo.chat('Reading').getByText('1 mention of you').waitFor();
    await cleo.chat('Reading').getByText('1 unread').waitFor();
    await bob.log.getByText('@Cleo').waitFor();
    expect(await bob.chat('Reading').getByText('mention of you').count()).toBe(0);
    await cleo.open('Reading');
    await cleo.log.getByRole('article', { name: /mentions you/ }).waitFor();
    await eventually(
      () => cleo.chat('Reading').getByText('mention of you').count(),
      (count) => count === 0,
    );
  });

  it('tells who has seen a message', async () => {
    await ada.say('Who has seen this?');
    await ada.own('Who has seen this?', 'read').waitFor();
    await ada.own('Who has seen this?', 'read').hover();
    const menu = ada.page.getByRole('menuitem', { name: /^Seen by (Bob|Cleo) and (Bob|Cleo)$/ });
    await ada.own('Who has seen this?', 'read').getByRole('button', { name: 'Message actions' }).click();
    await menu.click();
    const readers = ada.dialog('Seen by').getByRole('region', { name: 'Read' });
    await readers.getByText('Bob', { exact: true }).waitFor();
    await readers.getByText('Cleo', { exact: true }).waitFor();
    expect(await obstacles(ada)).toEqual([]);
    await ada.page.keyboard.press('Escape');
  });

  it('says so in its place when it gets another name', async () => {
    await ada.details.getByRole('button', { name: 'Edit group' }).click();
    await ada.dialog('Edit group').getByLabel('Name', { exact: true }).fill('Readers');
    await ada.dialog('Edit group').getByRole('button', { name: 'Save' }).click();
    await bob.change('Ada renamed the group to “Readers”').waitFor();
    await bob.header.getByRole('heading', { name: 'Readers' }).waitFor();
    await cleo.chat('Readers').waitFor();
  });

  it('gives everybody what their role allows, and no more', async () => {
    await bob.page.getByRole('link', { name: 'Show details' }).click();
    expect(await bob.details.getByRole('button', { name: 'Add people' }).count()).toBe(0);
    await memberAction(ada, 'Bob', 'Make admin');
    await bob.change('Ada made you an admin').waitFor();
    await bob.details.getByRole('button', { name: 'Add people' }).waitFor();
    await bob.details.getByRole('button', { name: 'Actions for Ada' }).click();
    await bob.page.getByRole('menuitem', { name: 'Send a message' }).waitFor();
    expect(await bob.page.getByRole('menuitem', { name: 'Remove from group' }).count()).toBe(0);
    await bob.page.keyboard.press('Escape');
    await bob.page.getByRole('menu').waitFor({ state: 'detached' });
  });

  it('keeps its last owner, and says what to do', async () => {
    await ada.details.getByRole('button', { name: 'Leave' }).click();
    await ada.dialog('Leave Readers?').getByRole('button', { name: 'Leave' }).click();
    await ada.page.getByText('Make somebody else an owner first').waitFor();
    await ada.page.keyboard.press('Escape');
  });

  it('gives way to a notice for whoever is removed, and comes back with them', async () => {
    await cleo.composer.fill('not sent any more');
    await memberAction(bob, 'Cleo', 'Remove from group');
    await bob.dialog('Remove Cleo?').getByRole('button', { name: 'Remove' }).click();
    await cleo.page.getByText('You are no longer a member of Readers.').waitFor();
    await ada.change('Bob removed Cleo').waitFor();
    await cleo.change('Bob removed you').waitFor();
    await cleo.chat('Readers').waitFor({ state: 'detached' });
    expect(await cleo.composer.count()).toBe(0);
    await ada.say('Without Cleo');
    await bob.message('Without Cleo').waitFor();
    expect(await cleo.message('Without Cleo').count()).toBe(0);

    await bob.details.getByRole('button', { name: 'Add people' }).click();
    const dialog = bob.dialog('Add people to Readers');
    await dialog.getByRole('combobox', { name: 'People' }).fill(accounts.cleo.username);
    await dialog.getByRole('option', { name: /Cleo/ }).click();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await cleo.composer.waitFor();
    await cleo.change('Bob added you').waitFor();
    await cleo.chat('Readers').waitFor();
    expect(await cleo.composer.inputValue()).toBe('not sent any more');
    expect(await cleo.message('Without Cleo').count()).toBe(0);
    await cleo.composer.fill('');
  });

  it('lets somebody in who has the link of an invitation, after they have signed in', async () => {
    await ada.details.getByRole('button', { name: 'Invite links' }).click();
    const links = ada.dialog('Invite links');
    await links.getByRole('button', { name: 'Create link' }).click();
    const link = await links.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(await obstacles(ada)).toEqual([]);
    const dan = await stage.stranger();
    await dan.page.goto(new URL(link).pathname);
    await dan.page.getByText('You were invited to a group.').waitFor();
    await dan.signInHere(accounts.dan.username, accounts.dan.password);
    await dan.page.getByRole('heading', { name: 'Readers' }).waitFor();
    await dan.page.getByText('3 members').waitFor();
    await dan.page.getByRole('button', { name: 'Join' }).click();
    await dan.change('You joined the group').waitFor();
    await bob.change('Dan joined the group').waitFor();
    await links.getByRole('button', { name: 'Revoke link' }).click();
    await links.getByText('There are no links yet.').waitFor();
    await ada.page.keyboard.press('Escape');
    const late = await stage.person(accounts.dan);
    await late.page.goto(new URL(link).pathname);
    await late.page.getByText('This invitation is no longer good').waitFor();
  });

  it('takes the code along when somebody registers to come in', async () => {
    await ada.details.getByRole('button', { name: 'Invite links' }).click();
    const links = ada.dialog('Invite links');
    await links.getByRole('button', { name: 'Create link' }).click();
    const link = await links.getByRole('textbox', { name: 'Link' }).inputValue();
    await ada.page.keyboard.press('Escape');
    const newcomer = await stage.stranger();
    await newcomer.page.goto(new URL(link).pathname);
    await newcomer.page.getByRole('link', { name: 'Create an account' }).click();
    await newcomer.page.getByText('You were invited.').waitFor();
    await newcomer.page.getByLabel('Username').fill(`eve-${Date.now().toString(36)}`);
    await newcomer.page.getByLabel('Password').fill('correct horse');
    await newcomer.page.getByRole('button', { name: 'Create account' }).click();
    await newcomer.page.getByRole('button', { name: 'Join' }).click();
    await newcomer.change('You joined the group').waitFor();
    expect(newcomer.pageErrors).toEqual([]);
  });

  it('is found and joined by anyone when it is public', async () => {
    await ada.details.getByRole('button', { name: 'Edit group' }).click();
    const name = `Readers ${Date.now().toString(36)}`;
    await ada.dialog('Edit group').getByLabel('Name', { exact: true }).fill(name);
    await ada.dialog('Edit group').getByRole('radio', { name: 'Public' }).check();
    await ada.dialog('Edit group').getByRole('button', { name: 'Save' }).click();
    await bob.change('Ada made the group public').waitFor();
    const [finn] = (await stage.api.registerAll('finn')) as [Account];
    const person = await stage.person(finn);
    await person.page.getByRole('combobox', { name: /^Search/ }).fill(name);
    await person.chats.getByRole('option', { name: /Join/ }).click();
    await person.page.getByRole('button', { name: 'Join' }).click();
    await person.change('You joined the group').waitFor();
    await person.page.getByRole('link', { name: 'Show details' }).click();
    await person.details.getByRole('button', { name: 'Leave' }).click();
    await person.dialog(`Leave ${name}?`).getByRole('button', { name: 'Leave' }).click();
    await person.page.waitForURL((url) => url.pathname === '/');
    await person.chat(name).waitFor({ state: 'detached' });
    await person.page.goBack();
    await person.page.getByText(`You are no longer a member of ${name}.`).waitFor();
    expect(person.pageErrors).toEqual([]);
  });

  it('says beside the name that another public group has it, and keeps the rest', async () => {
    await make('Taken', [], { visibility: 'public' });
    await bob.begin('New group');
    const dialog = bob.dialog('New group');
    await dialog.getByLabel('Name', { exact: true }).fill('taken');
    await dialog.getByLabel('Description').fill('Mine');
    await dialog.getByRole('radio', { name: 'Public' }).check();
    await dialog.getByRole('button', { name: 'Create group' }).click();
    await dialog.getByText('Another public group has this name.').waitFor();
    expect(await dialog.getByLabel('Name', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    expect(await dialog.getByLabel('Description').inputValue()).toBe('Mine');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it.each(['light', 'dark'] as const)('keeps nobody out, in %s', async (colorScheme) => {
    const person = await stage.person(accounts.ada, { colorScheme });
    await person.open('Readers');
    await person.message('Who has seen this?').waitFor();
    expect(await obstacles(person)).toEqual([]);
    await person.page.getByRole('link', { name: 'Show details' }).click();
    await person.details.getByText('Bob', { exact: true }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    await person.screenshot(`group-details-${colorScheme}`);
    await person.composer.pressSequentially('@');
    await person.page.getByRole('listbox', { name: 'People to mention' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    await person.composer.fill('');
    await person.begin('New group');
    await person.dialog('New group').waitFor();
    expect(await obstacles(person)).toEqual([]);
    await person.screenshot(`group-new-${colorScheme}`);
    await person.page.keyboard.press('Escape');
    await person.begin('Public groups');
    await person.dialog('Public groups').getByRole('option').first().waitFor();
    expect(await obstacles(person)).toEqual([]);
    expect(person.pageErrors).toEqual([]);
  });

  it('fits on 320 pixels', async () => {
    const person = await stage.person(accounts.ada, { viewport: { width: 320, height: 568 }, isMobile: true, hasTouch: true });
    await person.open('Readers');
    await person.message('Who has seen this?').waitFor();
    await person.composer.pressSequentially('@');
    await person.page.getByRole('option', { name: /Bob/ }).tap();
    expect(await person.composer.inputValue()).toBe(`@${accounts.bob.username} `);
    await person.composer.fill('');
    expect(await tooWide(person)).toEqual([]);
    await person.page.getByRole('link', { name: 'Show details' }).click();
    await person.details.getByText('Bob', { exact: true }).waitFor();
    expect(await tooWide(person)).toEqual([]);
    for (const dialog of ['Edit group', 'Add people', 'Invite links']) {
      await person.details.getByRole('button', { name: dialog }).click();
      await person.page.getByRole('dialog').getByRole('heading').first().waitFor();
      expect(await tooWide(person)).toEqual([]);
      await person.page.getByRole('button', { name: 'Close', exact: true }).click();
    }
  });

  it('tells whoever was removed while away, and shows nothing of what came after', async () => {
    const group = await make('Away', [accounts.bob]);
    await bob.open('Away');
    await say(group, 'Before');
    await bob.message('Before').waitFor();
    await bob.context.setOffline(true);
    await bob.say('Written in the tunnel');
    await say(group, 'While he is away');
    await call('DELETE', `/group-service/groups/${group}/members/${accounts.bob.id}`);
    await say(group, 'Among those who are left');
    await bob.context.setOffline(false);
    await bob.message('While he is away').waitFor();
    await bob.change('Ada removed you').waitFor();
    await bob.page.getByText('You are no longer a member of Away.').waitFor();
    await bob.own('Written in the tunnel', 'not sent').waitFor();
    await bob.page.getByText('Not sent. You are no longer a member of this group.').waitFor();
    expect(await bob.message('Among those who are left').count()).toBe(0);
    expect(await bob.header.getByRole('heading', { name: 'Away' }).count()).toBe(1);
  });

  it('shows everything from the beginning where newcomers may read it, and opens at the end', async () => {
    const group = await make('Annals', [accounts.bob], { history: 'full' });
    for (let line = 1; line <= 70; line++) await say(group, `Line ${String(line)}`);
    await call('POST', `/group-service/groups/${group}/members`, { userIds: [accounts.cleo.id] });
    await cleo.open('Annals');
    await cleo.change('Ada added you').waitFor();
    await cleo.message('Line 70').waitFor();
    await cleo.log.hover();
    await eventually(
      async () => {
        await cleo.page.mouse.wheel(0, -2_000);
        return cleo.message('Line 1').count();
      },
      (count) => count === 1,
    );
  });

  it('shows the same on all devices of a member', async () => {
    const group = await make('Devices', [accounts.bob]);
    const [desk, phone] = await Promise.all([
      stage.person(accounts.bob),
      stage.person(accounts.bob, { viewport: { width: 390, height: 844 } }),
    ]);
    await say(group, `Look, @${accounts.bob.username}`, [accounts.bob.id]);
    await phone.chat('Devices').getByText('1 mention of you').waitFor();
    await desk.open('Devices');
    await desk.log.getByRole('article', { name: /mentions you/ }).waitFor();
    await phone.chat('Devices').getByText('mention of you').waitFor({ state: 'detached' });
    await desk.page.reload();
    await desk.log.getByRole('article', { name: /mentions you/ }).waitFor();
    expect([...desk.pageErrors, ...phone.pageErrors]).toEqual([]);
  });

  it('ends for everybody when it is deleted', async () => {
    await bob.open('Readers');
    await ada.details.getByRole('button', { name: 'Delete' }).click();
    await ada.page.getByRole('button', { name: 'Delete for everyone' }).click();
    await ada.page.waitForURL((url) => url.pathname === '/');
    await bob.page.getByText(/ was deleted\. Nobody can write here any more\./).waitFor();
    await cleo.chat('Readers').waitFor({ state: 'detached' });
  });

  it('makes no error in the page', () => {
    expect([ada.pageErrors, bob.pageErrors, cleo.pageErrors]).toEqual([[], [], []]);
  });
});
