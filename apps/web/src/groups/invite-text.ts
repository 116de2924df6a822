import type { GroupInvite } from '@parley/client';
import { timeUntil } from '../ui/time.js';

/** What a link is still good for, such as "Expires in 7 days · used by 2 of 10". */
export function inviteText({ expiresAt, maxUses, uses }: Pick<GroupInvite, 'expiresAt' | 'maxUses' | 'uses'>, now: number): string {
  const end = expiresAt === undefined ? 'Never expires' : `Expires ${timeUntil(expiresAt, now)}`;
  if (maxUses !== undefined) return `${end} · used by ${uses} of ${maxUses}`;
  return uses === 0 ? `${end} · not used yet` : `${end} · used by ${uses}`;
}
