/** Who somebody is to a group. */
export const ROLES = ['owner', 'admin', 'member', 'former', 'stranger'] as const;

export interface RightRule {
  /** `{group}`, `{conversation}`, `{invite}`, `{caller}`, `{owner}`, `{admin}`, `{member}`: another admin and another member; `{nobody}`: no member. */
  call: string;
  body?: object;
  /** What owner, admin, member, former member and stranger get of a private group. */
  private: readonly [number, number, number, number, number];
  /** What the last two get of a public group, if it differs. */
  public?: readonly [number, number];
}

const GROUP = '/group-service/groups/{group}';
const CONVERSATION = '/group-message-service/conversations/{conversation}';
const ALL = [200, 200, 200, 404, 404] as const;
const ADMINS = [200, 200, 403, 404, 404] as const;
const OWNERS = [200, 403, 403, 404, 404] as const;

/** Role by call: what may be done with a group. The only owner cannot go, nor be anything less. */
export const RIGHT_RULES: readonly RightRule[] = [
  { call: `GET ${GROUP}`, private: ALL, public: [200, 200] },
  { call: `PATCH ${GROUP}`, body: { description: 'Changed' }, private: ADMINS, public: [403, 403] },
  { call: `PATCH ${GROUP}`, body: { name: 'Renamed {group}' }, private: ADMINS, public: [403, 403] },
  { call: `DELETE ${GROUP}`, private: OWNERS, public: [403, 403] },
  { call: `POST ${GROUP}/join`, body: {}, private: ALL, public: [200, 200] },
  { call: `POST ${GROUP}/leave`, body: {}, private: [409, 200, 200, 404, 404] },
  { call: `GET ${GROUP}/members`, private: ALL, public: [403, 403] },
  { call: `POST ${GROUP}/members`, body: { userIds: ['{nobody}'] }, private: ADMINS, public: [403, 403] },
  { call: `POST ${GROUP}/members`, body: { userIds: ['{caller}'] }, private: ADMINS, public: [403, 403] },
  { call: `DELETE ${GROUP}/members/{member}`, private: ADMINS, public: [403, 403] },
  { call: `DELETE ${GROUP}/members/{admin}`, private: OWNERS, public: [403, 403] },
  { call: `DELETE ${GROUP}/members/{owner}`, private: [409, 403, 403, 404, 404], public: [403, 403] },
  { call: `DELETE ${GROUP}/members/{caller}`, private: [409, 200, 200, 404, 404] },
  { call: `DELETE ${GROUP}/members/{nobody}`, private: [404, 404, 403, 404, 404], public: [403, 403] },
  { call: `PATCH ${GROUP}/members/{member}`, body: { role: 'admin' }, private: OWNERS, public: [403, 403] },
  { call: `PATCH ${GROUP}/members/{admin}`, body: { role: 'member' }, private: OWNERS, public: [403, 403] },
  { call: `PATCH ${GROUP}/members/{caller}`, body: { role: 'owner' }, private: OWNERS, public: [403, 403] },
  { call: `PATCH ${GROUP}/members/{owner}`, body: { role: 'member' }, private: [409, 403, 403, 404, 404], public: [403, 403] },
  { call: `PATCH ${GROUP}/members/{nobody}`, body: { role: 'member' }, private: [404, 403, 403, 404, 404], public: [403, 403] },
  { call: `POST ${GROUP}/invites`, body: {}, private: ADMINS, public: [403, 403] },
  { call: `GET ${GROUP}/invites`, private: ADMINS, public: [403, 403] },
  { call: `DELETE ${GROUP}/invites/{invite}`, private: ADMINS, public: [403, 403] },
  { call: `GET ${CONVERSATION}/entries`, private: ALL },
  { call: `POST ${CONVERSATION}/cursors`, body: { read: 1 }, private: ALL },
  { call: `GET ${CONVERSATION}/receipts?seq=6`, private: ALL },
  {
    call: 'POST /group-message-service/messages',
    body: { id: 'right', to: { group: '{group}' }, body: 'From the {caller}' },
    private: ALL,
  },
];
