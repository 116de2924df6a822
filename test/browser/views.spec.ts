import type { BrowserContextOptions } from 'playwright-core';
import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { obstacles, tooWide } from './obstacles.js';
import { Stage } from './stage.js';

const PHONE: BrowserContextOptions = { viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true };

describe('the views', () => {
  let stage: Stage;
  let ana: Account;
  let ben: Account;

  beforeAll(async () => {
    stage = await Stage.open();
    [ana, ben] = (await stage.api.registerAll('ana', 'ben')) as [Account, Account];
    for (const body of ['Hello', 'How are you?', 'See https://example.org']) {
      const message = { id: `v-${body.length}`, to: { user: ana.id }, body };
      await stage.api.call('POST', '/message-service/messages', { token: ben.accessToken, body: message });
    }
  });

  afterAll(async () => {
    await stage.close();
  });

  it.each(['light', 'dark'] as const)('keep nobody out, in %s', async (colorScheme) => {
    const stranger = await stage.stranger({ colorScheme });
    await stranger.page.goto('/register');
    await stranger.page.getByRole('button', { name: 'Create account' }).click();
    expect(await obstacles(stranger)).toEqual([]);

    const person = await stage.person(ana, { colorScheme });
    await person.open(ben.username);
    await person.message('How are you?').waitFor();
    const answer = `Fine, thanks, in ${colorScheme}`;
    await person.say(answer);
    await person.own(answer, 'sent').waitFor();
    expect(await obstacles(person)).toEqual([]);
    await person.page.getByRole('link', { name: 'Show details' }).click();
    await person.page.getByRole('complementary', { name: 'Details' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    await person.screenshot(`details-${colorScheme}`);
    for (const section of ['profile', 'appearance', 'devices', 'password', 'blocked']) {
      await person.page.goto(`/settings/${section}`);
      await person.page.getByRole('heading', { name: 'Settings' }).waitFor();
      expect(await obstacles(person)).toEqual([]);
    }
    await person.page.keyboard.press('Control+k');
    await person.page.getByRole('dialog', { name: 'Jump to…' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    await person.page.keyboard.press('Escape');
    await person.page.keyboard.press('Control+/');
    await person.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    expect(person.pageErrors).toEqual([]);
  });

  it('follow the browser’s way back on a phone, one column at a time', async () => {
    const person = await stage.person(ana, PHONE);
    await person.screenshot('phone-list');
    await person.open(ben.username);
    await person.message('Hello').waitFor();
    expect(await person.chats.isVisible()).toBe(false);
    await person.screenshot('phone-chat');
    await person.page.getByRole('link', { name: 'Show details' }).click();
    await person.page.getByRole('complementary', { name: 'Details' }).waitFor();
    expect(await person.log.isVisible()).toBe(false);
    await person.page.goBack();
    await person.message('Hello').waitFor();
    await person.page.getByRole('link', { name: 'Back to chats' }).click();
    await person.chat(ben.username).waitFor();
    expect(new URL(person.page.url()).pathname).toBe('/');
    expect(await obstacles(person)).toEqual([]);
  });

  it('need no scrolling sideways at 320 pixels', async () => {
    const person = await stage.person(ana, { ...PHONE, viewport: { width: 320, height: 568 } });
    for (const address of ['/', '/settings', '/settings/password']) {
      await person.page.goto(address);
      await person.page.waitForLoadState('networkidle');
      expect(await tooWide(person)).toEqual([]);
    }
    await person.page.goto('/');
    await person.open(ben.username);
    await person.message('Hello').waitFor();
    expect(await tooWide(person)).toEqual([]);
  });

  it('remember the theme that was chosen', async () => {
    const person = await stage.person(ana, { colorScheme: 'light' });
    await person.page.goto('/settings/appearance');
    await person.page.getByRole('radio', { name: 'Dark' }).check();
    await person.page.reload();
    const ground = () => person.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await person.page.getByRole('radio', { name: 'Dark' }).waitFor();
    expect(await ground()).toBe('rgb(21, 25, 27)');
    await person.page.getByRole('radio', { name: 'High' }).check();
    expect(await ground()).toBe('rgb(0, 0, 0)');
    expect(await obstacles(person)).toEqual([]);
  });

  it('sign out another device, which is told and keeps nothing', async () => {
    const [here, there] = await Promise.all([stage.person(ana), stage.person(ana)]);
    await here.page.goto('/settings/devices');
    const device = here.page.getByRole('listitem').filter({ hasNot: here.page.getByText('This device') });
    await device.first().waitFor();
    const before = await device.count();
    for (let left = before; left > 0; left--) {
      await device.first().getByRole('button').click();
      await eventually(
        () => device.count(),
        (count) => count === left - 1,
      );
    }
    await there.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
    await there.page.getByText('You were signed out on this device').waitFor();
    await here.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await here.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
    await here.page.reload();
    await here.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
    expect(await here.page.evaluate(() => Object.keys(localStorage).filter((key) => /people|groups|drafts|started/.test(key)))).toEqual([]);
  });
});
