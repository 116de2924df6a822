import type { Account } from './account.js';
import type { ConversationSummary, Entry } from '#protocol';
import { Groups } from './groups.js';

export type { Account };

/** An HTTP answer; `body` is the JSON, or the text if it is none. */
export interface Answer<Body = Record<string, unknown>> {
  status: number;
  type: string;
  body: Body;
}

export interface CallOptions {
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

const PASSWORD = 'correct horse battery';
let counter = 0;

/** The REST API of the server under test. */
export class Api {
  readonly groups = new Groups(this);

  constructor(readonly baseUrl: string) {}

  async call<Body = Record<string, unknown>>(
    verb: string,
    path: string,
    { token, body, headers }: CallOptions = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(this.baseUrl + path, {
      method: verb,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type') ?? '', body: parse(text) as Body };
  }

  /** A new account, signed in on its first device. */
  async register(name = 'user', invite?: string): Promise<Account> {
    return this.signIn('/user-service/register', { username: newUsername(name), invite });
  }

  registerAll(...names: string[]): Promise<Account[]> {
    return Promise.all(names.map((name) => this.register(name)));
  }

  /** Another device of an account. */
  login(account: Account): Promise<Account> {
    return this.signIn('/user-service/login', { username: account.username });
  }

  async conversation(account: Account, other: Account): Promise<string> {
    const answer = await this.get<{ conversation: string }>(account, `/message-service/users/${other.id}/conversation`);
    return answer.conversation;
  }

  async summary(account: Account, conversation: string): Promise<ConversationSummary | undefined> {
    const { conversations } = await this.get<{ conversations: ConversationSummary[] }>(account, '/message-service/conversations');
    return conversations.find((summary) => summary.conversation === conversation);
  }

  async entries(account: Account, conversation: string, query = ''): Promise<{ entries: Entry[]; more: boolean }> {
    return this.get(account, `/message-service/conversations/${conversation}/entries${query}`);
  }

  get<Body>(account: Account, path: string): Promise<Body> {
    return this.as(account, `GET ${path}`);
  }

  post<Body>(account: Account, path: string, body: object): Promise<Body> {
    return this.as(account, `POST ${path}`, body);
  }

  /** A call such as `PATCH /path` that has to succeed. */
  async as<Body>(account: Account, call: string, body?: object): Promise<Body> {
    const [verb = '', path = ''] = call.split(' ');
    const answer = await this.call<Body>(verb, path, { token: account.accessToken, body });
    if (answer.status !== 200) throw new Error(`${call} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  private async signIn(path: string, { username, invite }: { username: string; invite?: string | undefined }): Promise<Account> {
    const answer = await this.call<{ user: { id: string }; accessToken: string; refreshToken: string }>('POST', path, {
      body: { username, password: PASSWORD, invite },
    });
    if (answer.status !== 200) throw new Error(`${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    const { user, accessToken, refreshToken } = answer.body;
    return { id: user.id, username, password: PASSWORD, accessToken, refreshToken };
  }
}

/** A name that nobody has, on a server of any age. */
export function newUsername(name: string): string {
  counter += 1;
  return `${name}-${Date.now().toString(36)}-${String(process.pid % 1000)}-${String(counter)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
