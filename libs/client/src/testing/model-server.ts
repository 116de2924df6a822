import type { Clock } from '../clock.js';
import type { ClientFrame, ConversationSummary, Entry, Recipient, SystemEvent } from '../protocol.js';
import { ModelGroup } from './model-group.js';
import type { ModelSocket } from './model-socket.js';

/** How often, from 0 to 1, what goes wrong. */
export interface Faults {
  /** A send gets no answer; half of them are stored. */
  unanswered: number;
  /** A send is refused for now. */
  refused: number;
  /** A frame to a client is lost while its socket lives on. */
  dropped: number;
  /** A frame to a client comes twice. */
  doubled: number;
  /** A REST call fails. */
  restFails: number;
}

export const NO_FAULTS: Faults = { unanswered: 0, refused: 0, dropped: 0, doubled: 0, restFails: 0 };

/** What the SDK needs of a server, in memory, with every fault that the protocol allows, and some that it does not. */
export class ModelServer {
  faults: Faults = NO_FAULTS;
  /** Beyond this many missed entries of one conversation, `changes` tells of it. */
  missedLimit = 100;
  readonly sockets: ModelSocket[] = [];
  readonly conversations = new Map<string, Entry[]>();
  readonly groups = new Map<string, ModelGroup>();
  /**
   * `user conversation seq` of entries that the sync of a removed member, or of one who has returned, leaves out, and of those that somebody
   * was told of by `changes` or an acknowledgement alone, and who was no member any more when they asked for them.
   */
  readonly withheld = new Set<string>();
  /** The entries that `changes` told of, by `user conversation`. */
  private readonly toBePaged = new Map<string, Set<number>>();
  /** All entries in the order of the log; `since` is a length of it. */
  private readonly log: Entry[] = [];
  private readonly accepted = new Map<string, Entry>();
  /** A `since` below is of no use any more. */
  private forgottenBefore = 0;

  constructor(
    readonly clock: Clock,
    readonly random: () => number,
  ) {}

  chance(share: number): boolean {
    return this.random() < share;
  }

  entries(conversation: string): Entry[] {
    const entries = this.conversations.get(conversation) ?? [];
    this.conversations.set(conversation, entries);
    return entries;
  }

  /** A `fetch` for one user. */
  fetchFor(user: string): typeof fetch {
    return (input) => {
      if (this.chance(this.faults.restFails)) return Promise.resolve(new Response('{"code":"unavailable"}', { status: 503 }));
      return Promise.resolve(new Response(JSON.stringify(this.rest(user, new URL(input instanceof Request ? input.url : input)))));
    };
  }

  receive(socket: ModelSocket, frame: ClientFrame): void {
    if (frame.type === 'ping') socket.deliver({ type: 'pong' });
    if (frame.type === 'send') this.send(socket, frame);
    if (frame.type === 'history') this.page(socket, frame);
  }

  /** No device can be told what it has missed until now. */
  forget(): void {
    this.forgottenBefore = this.log.length + 1;
  }

  /** Missed entries first, then `ready`; live ones may come in between. */
  sync(socket: ModelSocket, since: string | null): void {
    const position = this.log.length;
    if (since === null || Number(since) < this.forgottenBefore)
      return socket.deliver({ type: 'ready', since: String(position), reset: true });
    const moved = this.log.slice(Number(since), position);
    for (const conversation of new Set(moved.map((entry) => entry.conversation))) {
      this.syncConversation(
        socket,
        moved.filter((entry) => entry.conversation === conversation),
      );
    }
    socket.deliver({ type: 'ready', since: String(position) });
  }

  private syncConversation(socket: ModelSocket, moved: readonly Entry[]): void {
    const conversation = moved[0]?.conversation ?? '';
    const { user } = socket;
    const group = this.groupOf(conversation);
    const interval = group ? group.last(user) : { from: 1 };
    if (!interval || !(group || memberOf(conversation, user))) return;
    const { from, to = Number.MAX_SAFE_INTEGER } = interval;
    const missed = moved.filter(({ seq }) => seq >= from && seq <= to);
    for (const { seq } of moved) if (seq < from) this.withheld.add(`${user} ${conversation} ${String(seq)}`);
    if (missed.length === 0) return;
    if (missed.length <= this.missedLimit) return this.deliverMissed(socket, missed);
    if (interval.to === undefined) {
      const key = `${user} ${conversation}`;
      this.toBePaged.set(key, new Set([...(this.toBePaged.get(key) ?? []), ...missed.map(({ seq }) => seq)]));
      return socket.deliver({ type: 'changes', conversations: [this.summary(user, conversation)] });
    }
    for (const { seq } of missed.slice(0, -this.missedLimit)) this.withheld.add(`${user} ${conversation} ${String(seq)}`);
    this.deliverMissed(socket, missed.slice(-this.missedLimit));
  }

  private deliverMissed(socket: ModelSocket, missed: readonly Entry[]): void {
    for (const entry of missed) socket.deliver({ type: 'entry', ...entry }, { surely: true });
  }

  /** A change of a group, which becomes an entry for its members and those who were until now. */
  change(id: string, actor: string, system: SystemEvent): Entry {
    const group = this.groups.get(id) ?? new ModelGroup(id);
    this.groups.set(id, group);
    const before = new Set(this.sockets.filter((socket) => group.isMember(socket.user)));
    const entry = this.store(group.conversation, {
      kind: 'system',
      id: `change-${String(this.log.length)}`,
      from: actor,
      body: '',
      system,
    });
    group.apply(entry);
    for (const socket of this.sockets) {
      if (before.has(socket) || group.isMember(socket.user)) socket.deliver({ type: 'entry', ...entry });
    }
    return entry;
  }

  append(from: string, to: string, id: string, body: string): Entry {
    return this.appendTo(conversationOf(from, to), { id, from, body });
  }

  /** A message that the conversation has and nobody was told of. */
  appendTo(conversation: string, message: Pick<Entry, 'id' | 'from' | 'body'> & { mentions?: string[] | undefined }): Entry {
    const entry = this.store(conversation, { kind: 'message', ...message });
    this.accepted.set(`${conversation} ${entry.from} ${entry.id}`, entry);
    return entry;
  }

  private store(conversation: string, content: Partial<Entry> & Pick<Entry, 'kind' | 'id' | 'from' | 'body'>): Entry {
    const entries = this.entries(conversation);
    const ordinal = (entries.at(-1)?.ordinal ?? 0) + (content.kind === 'message' ? 1 : 0);
    const entry: Entry = {
      conversation,
      seq: entries.length + 1,
      ordinal,
      at: this.clock.now(),
      ...content,
      mentions: content.mentions ?? [],
    };
    entries.push(entry);
    this.log.push(entry);
    return entry;
  }

  private send(socket: ModelSocket, frame: Extract<ClientFrame, { type: 'send' }>): void {
    const conversation = this.conversationTo(socket.user, frame.to);
    const key = (id: string): string => `${conversation} ${socket.user} ${id}`;
    const known = this.accepted.get(key(frame.id));
    if (known) return this.ack(socket, known);
    if (frame.after !== undefined && !this.accepted.has(key(frame.after))) return this.refuse(socket, frame.id, 'out_of_order');
    if (frame.body === 'poison') return this.refuse(socket, frame.id, 'forbidden');
    if (!this.maySee(socket.user, conversation)) return this.refuse(socket, frame.id, 'not_found');
    if (this.chance(this.faults.refused)) return this.refuse(socket, frame.id, this.chance(0.5) ? 'rate_limited' : 'unavailable');
    const unanswered = this.chance(this.faults.unanswered);
    if (unanswered && this.chance(0.5)) return;
    const { id, body, mentions } = frame;
    const entry = this.appendTo(conversation, { id, from: socket.user, body, mentions });
    if (!unanswered) this.ack(socket, entry);
    for (const other of this.sockets) {
      if (other !== socket && this.maySee(other.user, conversation)) other.deliver({ type: 'entry', ...entry });
    }
  }

  private conversationTo(user: string, to: Recipient): string {
    return to.group === undefined ? conversationOf(user, to.user) : `group:${to.group}`;
  }

  private groupOf(conversation: string): ModelGroup | undefined {
    return conversation.startsWith('group:') ? this.groups.get(conversation.slice('group:'.length)) : undefined;
  }

  private maySee(user: string, conversation: string): boolean {
    return this.groupOf(conversation)?.isMember(user) ?? memberOf(conversation, user);
  }

  private ack(socket: ModelSocket, { id, conversation, seq, at }: Entry): void {
    socket.deliver({ type: 'ack', id, conversation, seq, at });
  }

  private refuse(socket: ModelSocket, id: string, code: 'out_of_order' | 'rate_limited' | 'unavailable' | 'forbidden' | 'not_found'): void {
    socket.deliver({ type: 'error', id, code, message: code, ...(code === 'rate_limited' && { retryAfterMs: 200 }) });
  }

  private summary(user: string, conversation: string): ConversationSummary {
    const entries = this.entries(conversation);
    const group = this.groupOf(conversation);
    const head = entries.length;
    const from = group?.last(user)?.from ?? 1;
    const last = entries.findLast((entry) => entry.kind === 'message' && entry.seq >= from);
    const at = (last ?? entries[from - 1])?.at ?? 0;
    const counts = { head, read: 0, unread: 0, mentions: 0, last, at, from };
    if (group) return { conversation, group: group.id, ...counts };
    return { conversation, user: conversation.split('+').find((member) => member !== user) ?? user, ...counts };
  }

  private rest(user: string, url: URL): object {
    const path = url.pathname;
    if (path === '/user-service/refresh') {
      const account = { id: user, username: user, displayName: user, createdAt: 0 };
      return { user: account, accessToken: `access-${user}`, refreshToken: `refresh-${user}`, expiresAt: this.clock.now() + 600_000 };
    }
    if (path === '/discovery-service/chat-node') return { url: `ws://model/?user=${user}` };
    if (path === '/message-service/conversations') return this.list(user, { groups: false });
    if (path === '/group-message-service/conversations') return this.list(user, { groups: true });
    throw new Error(`The model serves no ${path}.`);
  }

  private list(user: string, { groups }: { groups: boolean }): object {
    const own = [...this.conversations.keys()].filter((id) => (this.groupOf(id) !== undefined) === groups && this.maySee(user, id));
    return { conversations: own.map((conversation) => this.summary(user, conversation)), nextPageToken: '' };
  }

  private page(socket: ModelSocket, { id, conversation, after = 0, limit = 50 }: Extract<ClientFrame, { type: 'history' }>): void {
    if (this.chance(this.faults.restFails)) return this.refuse(socket, id, 'unavailable');
    const maySee = this.maySee(socket.user, conversation);
    const from = maySee ? (this.groupOf(conversation)?.last(socket.user)?.from ?? 1) : Number.MAX_SAFE_INTEGER;
    const key = `${socket.user} ${conversation}`;
    for (const { seq, from: author } of this.entries(conversation)) {
      const isKnown = author === socket.user || this.toBePaged.get(key)?.has(seq) === true;
      if (isKnown && seq > after && seq < from) this.withheld.add(`${key} ${String(seq)}`);
    }
    if (!maySee) return this.refuse(socket, id, 'not_found');
    const entries = this.entries(conversation).filter((entry) => entry.seq > after && entry.seq >= from);
    socket.deliver({ type: 'page', id, entries: entries.slice(0, limit), more: entries.length > limit });
  }
}

export function conversationOf(a: string, b: string): string {
  return [a, b].sort().join('+');
}

function memberOf(conversation: string, user: string): boolean {
  return conversation.split('+').includes(user);
}
