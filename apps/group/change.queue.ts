import { Injectable } from '@nestjs/common';
import { isId } from '#runtime';
import { ChangePump } from './change.pump.js';
import type { GroupRow } from './entities.js';
import type { Change, NumberedChange, Role } from './group-change.js';
import { noSuchGroup, type Profile } from './group.decisions.js';
import type { GroupDraft } from './group-draft.js';
import { GroupStore } from './group.store.js';

/** Most users that the decisions of one transaction look at. */
const MAX_USERS = 2_000;
// Long enough for a healthy suite to have the change in force by the answer; a sick one is not waited for.
const FELT_AT_ONCE_MS = 1_000;

/** Something that is to become of a group. */
export interface Wish {
  /** Who asks. */
  caller: string;
  /** Whose roles the decision looks at beside the caller's. */
  users?: readonly string[];
  /** The code of the invitation that it looks at. */
  invite?: string;
  /** What the profile is to become. */
  profile?: Partial<Profile>;
  /** Decides on the group as it is then. What it throws is the answer, and changes nothing. */
  decide: (draft: GroupDraft) => Change[];
}

/** What has become of a wish. */
export interface Done {
  /** The group right after it. */
  group: GroupRow;
  role: Role | undefined;
  changes: NumberedChange[];
}

interface Waiting {
  wish: Wish;
  resolve: (done: Done) => void;
  reject: (error: unknown) => void;
}

/**
 * Changes of groups, in the order of their arrival. One transaction of a group is in flight in this process; wishes that arrive
 * meanwhile are decided together in the next, so that a thousand who join one group at once need a few transactions, not a thousand.
 */
@Injectable()
export class ChangeQueue {
  private readonly queues = new Map<string, Waiting[]>();

  constructor(
    private readonly groups: GroupStore,
    private readonly pump: ChangePump,
  ) {}

  /** Resolves when the change is durable and, unless the suite is sick, in the log of the group's conversation. */
  async change(group: string, wish: Wish): Promise<Done> {
    if (!isId(group)) throw noSuchGroup('id');
    const done = await this.enqueue(group, wish);
    await this.settled(group, done.changes);
    return done;
  }

  /** Makes a group; `row` is changed in place. */
  async create(row: GroupRow, wish: Wish): Promise<Done> {
    const { changes } = await this.groups.create(row, (draft) => draft.apply(wish.decide(draft)));
    await this.settled(row.id, changes);
    return { group: row, role: 'owner', changes };
  }

  private async settled(group: string, changes: readonly NumberedChange[]): Promise<void> {
    const last = changes.at(-1);
    if (last !== undefined) await this.pump.delivered(group, { version: last.version, withinMs: FELT_AT_ONCE_MS });
  }

  private enqueue(group: string, wish: Wish): Promise<Done> {
    return new Promise((resolve, reject) => {
      const queue = this.queues.get(group);
      if (queue !== undefined) {
        queue.push({ wish, resolve, reject });
        return;
      }
      const first = [{ wish, resolve, reject }];
      this.queues.set(group, first);
      void this.work(group, first);
    });
  }

  private async work(group: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await this.decide(group, takeBatch(queue));
    this.queues.delete(group);
  }

  /** Never rejects: whatever happens is an answer to those who wait. */
  private async decide(group: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const concerns = {
        users: batch.flatMap(({ wish }) => [wish.caller, ...(wish.users ?? [])]).filter(isId),
        invites: batch.flatMap(({ wish }) => wish.invite ?? []),
        profile: batch[0]?.wish.profile ?? {},
      };
      const answers = await this.groups.change(group, concerns, (draft) => batch.map((waiting) => answerOf(waiting, draft)));
      if (answers === undefined) throw noSuchGroup('id');
      for (const answer of answers) answer();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/** As many as one transaction takes; one that may claim a name goes alone. */
function takeBatch(queue: Waiting[]): Waiting[] {
  let users = 0;
  let count = 0;
  for (const { wish } of queue) {
    users += 1 + (wish.users?.length ?? 0);
    if (count > 0 && (users > MAX_USERS || wish.profile !== undefined)) break;
    count += 1;
    if (wish.profile !== undefined) break;
  }
  return queue.splice(0, count);
}

/** Decides one of a batch: a refusal leaves the draft as it was. Answers what to tell once the transaction is committed. */
function answerOf({ wish, resolve, reject }: Waiting, draft: GroupDraft): () => void {
  const before = draft.changes.length;
  try {
    draft.apply(wish.decide(draft));
  } catch (error) {
    return () => reject(error);
  }
  const done = { group: { ...draft.row }, role: draft.roleOf(wish.caller), changes: draft.changes.slice(before) };
  return () => resolve(done);
}
