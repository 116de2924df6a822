import { obstacles } from './obstacles.js';
import { Stage } from './stage.js';

const PASSWORD = 'correct horse';

/** The server takes its configuration from this process. */
async function open(registration: string): Promise<Stage> {
  process.env.REGISTRATION = registration;
  try {
    return await Stage.open();
  } finally {
    delete process.env.REGISTRATION;
  }
}

describe('registration that is closed', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await open('closed');
  });

  afterAll(() => stage.close());

  it('is said instead of a form that leads nowhere', async () => {
    const stranger = await stage.stranger();
    await stranger.page.goto('/register');
    await stranger.page.getByText('This server does not take new accounts.').waitFor();
    expect(await stranger.page.getByRole('button', { name: 'Create account' }).count()).toBe(0);
    await stranger.page.getByRole('link', { name: 'Sign in' }).click();
    await stranger.page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
});

describe('registration by invitation', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await open('invite');
  });

  afterAll(() => stage.close());

  it('lets the very first one in, who then makes a link for somebody', async () => {
    const first = await stage.stranger();
    await first.page.goto('/');
    await first.register('first', PASSWORD);
    await first.page.getByRole('button', { name: 'Copy an invite link' }).click();
    const dialog = first.dialog('Invite someone');
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();
    expect(await obstacles(first)).toEqual([]);

    const second = await stage.stranger();
    await second.page.goto(link.slice(new URL(link).origin.length));
    await second.page.getByText('You were invited.').waitFor();
    await second.page.getByLabel('Username').fill('second');
    await second.page.getByLabel('Password').fill(PASSWORD);
    await second.page.getByRole('button', { name: 'Create account' }).click();
    await second.page.getByText('No conversations yet').waitFor();
    await second.page.waitForURL((url) => url.pathname === '/');
  });

  it('says beforehand that it needs an invitation, and takes a link that is pasted', async () => {
    const stranger = await stage.stranger();
    await stranger.page.goto('/register');
    await stranger.page.getByText('This server takes new accounts by invitation.').waitFor();
    expect(await obstacles(stranger)).toEqual([]);
    await stranger.page.getByLabel('Username').fill('third');
    await stranger.page.getByLabel('Password').fill(PASSWORD);
    await stranger.page.getByRole('button', { name: 'Create account' }).click();
    await stranger.page.getByText('This server needs an invitation that is still good.').waitFor();
    expect(await stranger.page.getByLabel('Username').inputValue()).toBe('third');

    const host = await stage.stranger();
    await host.page.goto('/');
    await host.signIn('first', PASSWORD);
    await host.begin('Invite someone');
    const link = await host.dialog('Invite someone').getByRole('textbox', { name: 'Link' }).inputValue();
    await stranger.page.getByLabel('Invitation').fill(link);
    await stranger.page.getByRole('button', { name: 'Create account' }).click();
    await stranger.page.getByText('No conversations yet').waitFor();
    expect([...stranger.pageErrors, ...host.pageErrors]).toEqual([]);
  });
});
