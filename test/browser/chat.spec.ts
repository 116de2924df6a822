import { eventually } from '../support/eventually.js';
import { Stage, type Person } from './stage.js';

describe('two people in two browsers', () => {
  let stage: Stage;
  let ana: Person;
  let ben: Person;
  const run = Date.now().toString(36);
  const anaName = `ana-${run}`;
  const benName = `ben-${run}`;

  beforeAll(async () => {
    stage = await Stage.open();
    [ana, ben] = await Promise.all([stage.stranger(), stage.stranger()]);
    await Promise.all([ana.page.goto('/'), ben.page.goto('/')]);
  });

  afterAll(async () => {
    await stage.close();
  });

  it('are told beside the field what is wrong with what they typed, and keep it', async () => {
    await ana.page.getByRole('link', { name: 'Create an account' }).click();
    await ana.page.getByLabel('Username').fill('a b');
    await ana.page.getByRole('button', { name: 'Create account' }).click();
    await ana.page.getByText('Use 3 to 32 letters').waitFor();
    expect(await ana.page.getByLabel('Username').inputValue()).toBe('a b');
    await ana.page.getByRole('link', { name: 'Sign in' }).click();
  });

  it('register with two fields', async () => {
    await ana.screenshot('sign-in');
    await Promise.all([ana.register(anaName, 'correct horse'), ben.register(benName, 'battery staple')]);
    await ana.page.getByText('No conversations yet').waitFor();
    await ana.screenshot('first-minutes');
  });

  it('find each other by username and talk', async () => {
    await ana.findPerson(benName);
    await ana.say('Hello Ben');
    await ana.own('Hello Ben', 'delivered').waitFor();
    await ben.chat(anaName).getByText('1 unread').waitFor();
    await ben.open(anaName);
    await ben.message('Hello Ben').waitFor();
    await ben.say('Hello Ana, how are you?');
    await ana.message('Hello Ana, how are you?').waitFor();
  });

  it('see how far their messages have come', async () => {
    await ana.own('Hello Ben', 'read').waitFor();
    await ben.own('Hello Ana, how are you?', 'read').waitFor();
    expect(await ben.chat(anaName).getByText('unread').count()).toBe(0);
  });

  it('see that the other is online, and typing', async () => {
    await ana.header.getByText('online').waitFor();
    // Longer than the pause that the client keeps between two signs of typing.
    await ben.composer.pressSequentially('I am writing something long', { delay: 130 });
    await ana.header.getByText('typing…').waitFor();
    await ana.chat(benName).getByText('typing…').waitFor();
    await ben.say('I am writing');
    await ana.message('I am writing').waitFor();
    await eventually(
      () => ana.page.getByText('typing…').count(),
      (count) => count === 0,
    );
  });

  it('are still signed in after a reload, with everything that was said and the unsent draft', async () => {
    await ana.composer.fill('not yet sent');
    await ana.page.reload();
    await ana.message('I am writing').waitFor();
    await ana.own('Hello Ben', 'read').waitFor();
    expect(await ana.composer.inputValue()).toBe('not yet sent');
    await ana.composer.fill('');
  });

  it('write while offline: it waits, says so, and arrives once', async () => {
    await ana.context.setOffline(true);
    await ana.say('Sent from the tunnel');
    await ana.own('Sent from the tunnel', 'waiting to be sent').waitFor();
    await ana.page.getByText('Offline — messages will be sent when you are back').waitFor();
    await ana.screenshot('offline');
    await ana.context.setOffline(false);
    await ben.message('Sent from the tunnel').waitFor();
    await ana.own('Sent from the tunnel', 'read').waitFor();
    expect(await ben.message('Sent from the tunnel').count()).toBe(1);
    expect(await ana.message('Sent from the tunnel').count()).toBe(1);
    await eventually(
      () => ana.page.getByText('Offline —').count(),
      (count) => count === 0,
    );
  });

  it('lose nothing that waited when the page is closed before it could be sent', async () => {
    await stage.server.terminate();
    await ana.say('Written while the server was away');
    await ana.own('Written while the server was away', 'waiting to be sent').waitFor();
    await ana.page.goto('about:blank');
    await stage.server.start();
    await ana.page.goto('/');
    await ben.message('Written while the server was away').waitFor({ timeout: 60_000 });
    expect(await ben.message('Written while the server was away').count()).toBe(1);
  });

  it('do not write to those who blocked them', async () => {
    await ana.open(benName);
    await ben.page.getByRole('link', { name: 'Show details' }).click();
    await ben.page.getByRole('button', { name: /^Block / }).click();
    await ben.page.getByRole('button', { name: 'Block', exact: true }).click();
    await ben.page.getByText('Neither of you can write to the other').waitFor();
    await ana.say('Are you there?');
    await ana.own('Are you there?', 'not sent').waitFor();
    await ana.screenshot('refused');
    await ana.page.getByRole('button', { name: 'Delete' }).click();
    await eventually(
      () => ana.message('Are you there?').count(),
      (count) => count === 0,
    );
    await ben.page.getByRole('button', { name: /^Unblock / }).click();
    await ben.composer.waitFor();
  });

  it('make no error in the page', () => {
    expect(ana.pageErrors).toEqual([]);
    expect(ben.pageErrors).toEqual([]);
  });
});
