import { inviteText } from './invite-text.js';

const HOUR = 3_600_000;

describe('what an invite link is good for', () => {
  it('says until when and for how many', () => {
    expect(inviteText({ expiresAt: 7 * 24 * HOUR, maxUses: 10, uses: 2 }, 0)).toBe('Expires in 7 days · used by 2 of 10');
    expect(inviteText({ expiresAt: HOUR, uses: 0 }, 0)).toBe('Expires in 1 hour · not used yet');
    expect(inviteText({ uses: 3 }, 0)).toBe('Never expires · used by 3');
  });

  it('never says that it ends in no time', () => {
    expect(inviteText({ expiresAt: 20, uses: 0 }, 0)).toBe('Expires in 1 minute · not used yet');
  });
});
