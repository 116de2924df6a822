import { actionsOn, mayManage } from './rights.js';

const bob = (role: 'owner' | 'admin' | 'member') => ({ id: 'bob', role });
const me = (role: 'owner' | 'admin' | 'member') => ({ id: 'me', role });

describe('what one may do about a member', () => {
  it('is everything for an owner, and every role but the present one', () => {
    expect(actionsOn(bob('admin'), me('owner'))).toEqual(['message', 'make-owner', 'make-member', 'remove']);
    expect(actionsOn(bob('owner'), me('owner'))).toEqual(['message', 'make-admin', 'make-member', 'remove']);
  });

  it('is removing ordinary members for an admin', () => {
    expect(actionsOn(bob('member'), me('admin'))).toEqual(['message', 'remove']);
    expect(actionsOn(bob('admin'), me('admin'))).toEqual(['message']);
    expect(actionsOn(bob('owner'), me('admin'))).toEqual(['message']);
  });

  it('is writing to them for everybody else', () => {
    expect(actionsOn(bob('member'), me('member'))).toEqual(['message']);
  });

  it('is handing on what one is oneself, for an owner', () => {
    expect(actionsOn({ id: 'me', role: 'owner' }, me('owner'))).toEqual(['make-admin', 'make-member']);
    expect(actionsOn({ id: 'me', role: 'admin' }, me('admin'))).toEqual([]);
  });

  it('includes the group itself for owners and admins', () => {
    expect(['owner', 'admin', 'member', ''].map((role) => mayManage(role as 'owner'))).toEqual([true, true, false, false]);
  });
});
