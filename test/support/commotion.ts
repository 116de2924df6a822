import { setTimeout as sleep } from 'node:timers/promises';
import type { Group, GroupRole } from '../../libs/client/src/index.js';
import type { Account, Answer, Api } from './api.js';
import { pathOf } from './groups.js';
import type { Seeded } from './seeded.js';

/** Answers that a change may get when others change the same: it came too late, or was not theirs to do. */
const REFUSALS = [403, 404, 409];

export interface Tally {
  made: number;
  refused: number;
}

/** People who come, go and change their roles in a public group, several at once; its founder stays. */
export class Commotion {
  readonly tally: Tally = { made: 0, refused: 0 };

  constructor(
    private readonly api: Api,
    private readonly of: { group: Group; people: readonly Account[]; seeded: Seeded },
  ) {}

  /** Makes changes one after the other until it is over; several may run at once. `tolerant`: the server may be away. */
  async stir(isOver: () => boolean, { pauseMs, tolerant = false }: { pauseMs: number; tolerant?: boolean }): Promise<void> {
    while (!isOver()) {
      await this.change().catch((error: unknown) => {
        if (!tolerant) throw error;
      });
      await sleep(this.of.seeded.next() * pauseMs);
    }
  }

  /** One change by chance. Throws if it is answered as none may be. */
  private async change(): Promise<void> {
    const [founder, ...others] = this.of.people;
    if (founder === undefined) throw new Error('A commotion needs people.');
    const { status, body } = await this.attempt(this.of.seeded.pick([founder, ...this.of.people]), this.of.seeded.pick(others));
    if (status === 200) this.tally.made += 1;
    else if (REFUSALS.includes(status)) this.tally.refused += 1;
    else throw new Error(`A change was answered ${String(status)}: ${JSON.stringify(body)}`);
  }

  private attempt(actor: Account, user: Account): Promise<Answer> {
    const path = pathOf(this.of.group);
    const { accessToken: token } = actor;
    const members = `${path}/members`;
    const chance = this.of.seeded.next();
    if (chance < 0.3) return this.api.call('POST', members, { token, body: { userIds: [user.id] } });
    if (chance < 0.5) return this.api.call('DELETE', `${members}/${user.id}`, { token });
    if (chance < 0.7) return this.api.call('POST', `${path}/join`, { token: user.accessToken, body: {} });
    if (chance < 0.85) return this.api.call('POST', `${path}/leave`, { token: user.accessToken, body: {} });
    const role = this.of.seeded.pick<GroupRole>(['owner', 'admin', 'admin', 'member']);
    return this.api.call('PATCH', `${members}/${user.id}`, { token, body: { role } });
  }
}
