import type { Account } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Stage, type Person } from './stage.js';

const COUNT = 230;
const UNREAD = 70;

describe('a long conversation', () => {
  let stage: Stage;
  let ana: Person;
  let anaAccount: Account;
  let benAccount: Account;

  beforeAll(async () => {
    stage = await Stage.open();
    [anaAccount, benAccount] = (await stage.api.registerAll('ana', 'ben')) as [Account, Account];
    for (let index = 1; index <= COUNT; index++)
      await benSays(`Line ${String(index)}${index % 9 === 0 ? ' and some more words'.repeat(12) : ''}`);
    const conversation = await stage.api.conversation(anaAccount, benAccount);
    const cursors = { token: anaAccount.accessToken, body: { read: COUNT - UNREAD } };
    await stage.api.call('POST', `/message-service/conversations/${conversation}/cursors`, cursors);
    ana = await stage.person(anaAccount);
  });

  afterAll(async () => {
    await stage.close();
  });

  async function benSays(body: string): Promise<void> {
    const id = `m-${Math.random().toString(36).slice(2)}-${String(Date.now())}`;
    const answer = await stage.api.call('POST', '/message-service/messages', {
      token: benAccount.accessToken,
      body: { id, to: { user: anaAccount.id }, body },
    });
    if (answer.status !== 200) throw new Error(`A message was not taken: ${JSON.stringify(answer.body)}`);
  }

  /** The distance from the top of the list at which a message stands. */
  function placeOf(text: string): Promise<number | undefined> {
    return ana.page.evaluate((wanted) => {
      const articles = [...document.querySelectorAll('[role=log] article')];
      const found = articles.find((article) => article.getAttribute('aria-label')?.includes(`, ${wanted}, `));
      return found?.getBoundingClientRect().top;
    }, text);
  }

  /** Where a message stands after it has moved and come to rest; undefined if the page shows it no more. */
  async function restOf({ label, top }: { label: string; top: number }): Promise<number | undefined> {
    const places: (number | undefined)[] = [top];
    await eventually(async () => {
      await ana.page.waitForTimeout(50);
      places.push(
        await ana.page.evaluate((wanted) => document.querySelector(`[data-message="${wanted}"]`)?.getBoundingClientRect().top, label),
      );
      const [before, now] = places.slice(-2);
      return now === undefined || (now !== top && now === before);
    });
    return places.at(-1);
  }

  it('opens at the first message that was not read', async () => {
    await ana
      .chat(benAccount.username)
      .getByText(`${String(UNREAD)} unread`)
      .waitFor();
    await ana.open(benAccount.username);
    await ana.page.getByRole('separator', { name: 'New messages' }).waitFor();
    await ana.message(`Line ${String(COUNT - UNREAD + 1)}`).waitFor();
    await eventually(
      () => placeOf(`Line ${String(COUNT - UNREAD + 1)}`),
      (place = 0) => place > 60 && place < 300,
    );
    await ana.screenshot('unread');
  });

  it('says how much is further down, and goes there', async () => {
    await ana.page.getByRole('button', { name: /^\d+ new messages$/ }).click();
    await ana.message(`Line ${String(COUNT)}`).waitFor();
    await eventually(
      () => ana.chat(benAccount.username).getByText('unread').count(),
      (count) => count === 0,
    );
  });

  it('follows new messages while one is at the end', async () => {
    await benSays('Right now');
    await ana.message('Right now').waitFor();
    await eventually(
      () => ana.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight),
      (distance) => distance < 2,
    );
  });

  it('does not move by a pixel while older messages are loaded above', async () => {
    await ana.log.hover();
    const samples: number[] = [];
    for (let step = 0; step < 200; step++) {
      const seen = await ana.page.evaluate(() => {
        const log = document.querySelector('[role=log]');
        const top = log?.getBoundingClientRect().top ?? 0;
        const article = [...document.querySelectorAll('[role=log] article')].find((each) => each.getBoundingClientRect().top > top + 100);
        return {
          label: article?.getAttribute('data-message') ?? '',
          top: article?.getBoundingClientRect().top ?? 0,
          room: log?.scrollTop ?? 0,
        };
      });
      if (seen.room < 5 && (await ana.page.getByText('This is the beginning of your conversation').count()) > 0) break;
      await ana.page.mouse.wheel(0, -300);
      await ana.page.waitForTimeout(90);
      // At the top older messages have to come first.
      if (seen.room < 300) continue;
      const after = await restOf(seen);
      if (after !== undefined) samples.push(Math.round(after - seen.top));
    }
    await ana.page.getByText('This is the beginning of your conversation').waitFor();
    expect(samples.length).toBeGreaterThan(15);
    // Each turn of the wheel moves what is on the screen by exactly its own distance.
    expect(samples.filter((moved) => Math.abs(moved - 300) > 1)).toEqual([]);
  });

  it('does not move when a new message arrives, and says that there is one', async () => {
    const before = await placeOf('Line 3');
    await benSays('While you were reading');
    await ana.page.getByRole('button', { name: '1 new message' }).waitFor();
    expect(await placeOf('Line 3')).toBe(before);
    await ana.page.getByRole('button', { name: '1 new message' }).click();
    await ana.message('While you were reading').waitFor();
  });

  it('is read by keyboard: from message to message, their actions, and back to the composer', async () => {
    await ana.composer.focus();
    await ana.page.keyboard.press('Shift+Tab');
    await ana.page.keyboard.press('ArrowUp');
    await ana.page.keyboard.press('ArrowUp');
    await eventually(
      () => ana.page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
      (label) => label?.includes('Right now') ?? false,
    );
    await ana.page.keyboard.press('Enter');
    await ana.page.getByRole('menuitem', { name: 'Copy text' }).waitFor();
    await ana.page.keyboard.press('Escape');
    await ana.page.getByRole('menu').waitFor({ state: 'detached' });
    await ana.page.keyboard.press('Escape');
    await eventually(
      () => ana.composer.evaluate((composer) => composer === document.activeElement),
      (focused) => focused,
    );
  });

  it('makes no error in the page', () => {
    expect(ana.pageErrors).toEqual([]);
  });
});
