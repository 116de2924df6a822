import { GroupMessageInternalService, type ServiceClients } from '#contracts';
import type { SyncResponse } from '#contracts/gen/parley/conversation/internal/v1/message_path.js';
import type { GroupMembership } from '#contracts/gen/parley/group_message/internal/v1/group_message_internal.js';
import type { ConversationSummary, Entry } from '#protocol';
import type { Connection } from './connection.js';
import type { Interest } from './interest.js';
import type { Rooms } from './rooms.js';
import { Routes } from './routes.js';

/** Pause before a device that could not be brought up to date is tried again, in milliseconds. */
const RETRY_MS = 1_000;
/** Users whose memberships are asked for in one call. */
const MAX_USERS = 1_000;
/** Between what the services of direct and of group messages call `since`; neither uses it. */
const SEPARATOR = '~';

export interface CatchUpDependencies {
  clients: ServiceClients;
  rooms: Rooms;
  interest: Interest;
  onError: (error: unknown) => void;
}

interface Question {
  user: string;
  resolve: (memberships: readonly GroupMembership[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Sends a device what it missed, then `ready`. While History is behind, the device chats live and is not told `ready`
 * (message path, rule 14).
 */
export class CatchUp {
  private readonly routes: Routes;
  private questions: Question[] = [];

  constructor(private readonly dependencies: CatchUpDependencies) {
    this.routes = new Routes(dependencies.clients);
  }

  /** The session is registered, so whatever is decided from now on reaches the connection live. */
  async run(connection: Connection, since: string | undefined): Promise<void> {
    while (connection.open) {
      try {
        await this.enterGroups(connection);
        await this.bring(connection, since);
        return;
      } catch (error) {
        this.dependencies.onError(error);
        connection.releaseHeld();
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  /** The groups come first: what is missed is read when nothing new can be missed any more. */
  private async enterGroups(connection: Connection): Promise<void> {
    const { rooms, interest } = this.dependencies;
    if (connection.changedMeanwhile !== undefined) rooms.enter(connection, await this.membershipsOf(connection.user));
    if (connection.groups !== undefined) await interest.settled();
  }

  private async bring(connection: Connection, since: string | undefined): Promise<void> {
    const { user } = connection;
    const [direct, group] = since?.split(SEPARATOR) ?? [];
    const missed = await Promise.all([this.routes.direct.sync({ user, since: direct }), this.routes.group.sync({ user, since: group })]);
    send(connection, missed);
  }

  /** Those of one tick are asked for together. */
  private membershipsOf(user: string): Promise<readonly GroupMembership[]> {
    return new Promise((resolve, reject) => {
      if (this.questions.length === 0) setImmediate(() => void this.ask());
      this.questions.push({ user, resolve, reject });
    });
  }

  private async ask(): Promise<void> {
    const { questions } = this;
    this.questions = [];
    for (let start = 0; start < questions.length; start += MAX_USERS) await this.askFor(questions.slice(start, start + MAX_USERS));
  }

  private async askFor(questions: readonly Question[]): Promise<void> {
    const service = this.dependencies.clients.client(GroupMessageInternalService);
    try {
      const { users } = await service.listMemberships({ users: [...new Set(questions.map(({ user }) => user))] });
      const found = new Map(users.map(({ user, memberships }) => [user, memberships]));
      for (const { user, resolve } of questions) resolve(found.get(user) ?? []);
    } catch (error) {
      for (const { reject } of questions) reject(error);
    }
  }
}

function send(connection: Connection, parts: readonly SyncResponse[]): void {
  const entries = parts.flatMap((part) => part.entries) as Entry[];
  for (const entry of entries) connection.send({ type: 'entry', ...entry });
  const changes = parts.flatMap((part) => part.changes) as ConversationSummary[];
  if (changes.length > 0) connection.send({ type: 'changes', conversations: changes });
  connection.releaseHeld(new Map(entries.map(({ conversation, seq }) => [conversation, seq])));
  const since = parts.map((part) => part.since).join(SEPARATOR);
  connection.send({ type: 'ready', since, ...(parts.some(({ reset }) => reset) && { reset: true }) });
}
