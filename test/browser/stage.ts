import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { Api, type Account } from '../support/api.js';
import { launchChromium } from '../support/chromium.js';
import { Standalone } from '../support/standalone.js';

const SCREENSHOTS = process.env.SCREENSHOTS ?? path.join(tmpdir(), 'parley-screenshots');

/** A server and a browser; each person has a context of their own, as on a machine of their own. */
export class Stage {
  private constructor(
    readonly server: Standalone,
    readonly api: Api,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<Stage> {
    const server = await Standalone.start();
    return new Stage(server, new Api(server.url), await launchChromium());
  }

  /** Somebody who has just opened the page and is not signed in. */
  async stranger(options: BrowserContextOptions = {}): Promise<Person> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, baseURL: this.server.url, ...options });
    context.setDefaultTimeout(30_000);
    return new Person(await context.newPage(), context);
  }

  /** Somebody with an account, signed in and looking at their chats. */
  async person(account: Account, options: BrowserContextOptions = {}): Promise<Person> {
    const person = await this.stranger(options);
    await person.page.goto('/');
    await person.signIn(account.username, account.password);
    return person;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.dispose();
  }
}

/** What a person can see and do, in the words of the page. */
export class Person {
  /** Errors of the page's own code; there must be none. */
  readonly pageErrors: string[] = [];

  constructor(
    readonly page: Page,
    readonly context: BrowserContext,
  ) {
    page.on('pageerror', (error) => this.pageErrors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.pageErrors.push(message.text());
    });
  }

  get chats(): Locator {
    return this.page.getByRole('listbox', { name: 'Conversations' });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message to/ });
  }

  /** Whom the open conversation is with, and what they are doing. */
  get header(): Locator {
    return this.page.locator('main > header');
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  /** A message by its text; its accessible name tells sender, text, time and state. */
  message(text: string): Locator {
    return this.log.getByRole('article', { name: new RegExp(`, ${escaped(text)}, `) });
  }

  /** One's own message in this state. */
  own(text: string, state: string): Locator {
    return this.log.getByRole('article', { name: new RegExp(`^You, ${escaped(text)}, .*, ${escaped(state)}$`) });
  }

  /** A change of the group, in its words. */
  change(text: string): Locator {
    return this.log.getByRole('article', { name: new RegExp(`^${escaped(text)}, `) });
  }

  get details(): Locator {
    return this.page.getByRole('complementary', { name: 'Details' });
  }

  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name });
  }

  chat(name: string): Locator {
    return this.chats.getByRole('option', { name: new RegExp(escaped(name)) });
  }

  async register(username: string, password: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Create an account' }).click();
    await this.fillIn(username, password);
    await this.page.getByRole('button', { name: 'Create account' }).click();
    await this.page.getByRole('heading', { name: 'Chats' }).waitFor();
  }

  async signIn(username: string, password: string): Promise<void> {
    await this.signInHere(username, password);
    await this.page.getByRole('heading', { name: 'Chats' }).waitFor();
  }

  /** Whatever stands at this address afterwards. */
  async signInHere(username: string, password: string): Promise<void> {
    await this.fillIn(username, password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Chooses from the menu of what one can begin. */
  async begin(what: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New', exact: true }).click();
    await this.page.getByRole('menuitem', { name: what }).click();
  }

  async findPerson(username: string): Promise<void> {
    await this.begin('New chat');
    const dialog = this.page.getByRole('dialog', { name: 'New chat' });
    await dialog.getByRole('combobox').fill(username);
    await dialog.getByRole('option', { name: new RegExp(escaped(username)) }).click();
    await this.composer.waitFor();
  }

  async open(name: string): Promise<void> {
    await this.chat(name).click();
    await this.log.waitFor();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
  }

  private async fillIn(username: string, password: string): Promise<void> {
    await this.page.getByLabel('Username').fill(username);
    await this.page.getByLabel('Password').fill(password);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
