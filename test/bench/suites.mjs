// What is measured: suites of scenarios, each with a title and, if it makes no sense everywhere, the only target that runs it.

const CLIENTS = 100;
const STACK_CLIENTS = 200;
export const BODY_BYTES = 100;

const parley = { only: 'parley' };

function kinds(seconds, warmUpSeconds = Math.min(3, seconds)) {
  const common = { bodyBytes: BODY_BYTES, seconds, warmUpSeconds };
  return { common, messages: { ...common, kind: 'messages' }, fanOut: { ...common, kind: 'fanOut', receipts: true } };
}

/** Each suite has a server of its own. Within one the order matters: the later ones read what the first ones have written. */
export function embeddedSuites({ seconds, connections }) {
  const { messages, fanOut, common } = kinds(seconds);
  return [
    {
      accounts: CLIENTS,
      scenarios: [
        ['saturated, 32 in flight per client', { ...messages, window: 32 }],
        ['one in flight per client', { ...messages, window: 1 }],
        ['1,000 messages/s', { ...messages, rate: 1_000 }],
        ['5,000 messages/s', { ...messages, rate: 5_000 }],
        ['history page of 50, 4 readers', { kind: 'history', requests: 2_000, readers: 4 }, parley],
      ],
    },
    {
      accounts: CLIENTS,
      inspect: true,
      scenarios: [[`${connections} idle connections`, { kind: 'idle', connections: connections }]],
    },
    {
      accounts: 1_002,
      seeded: true,
      scenarios: [
        ['group of 1,000 online, 8 in flight', { ...fanOut, members: 1_000, window: 8 }],
        ['group of 1,000 online, one in flight', { ...fanOut, members: 1_000, window: 1 }],
        [
          '100 messages/s in a group, then with 1,000 joins and leaves/s',
          { ...common, kind: 'churn', rate: 100, visitors: 1_000, changesPerSecond: 1_000 },
          parley,
        ],
      ],
    },
    {
      accounts: 201,
      seeded: true,
      inspect: true,
      scenarios: [['200 users in 500 groups each', { kind: 'memberships', users: 200, groups: 500 }, parley]],
    },
    {
      accounts: 10_000,
      seeded: true,
      scenarios: [
        [
          'group of 10,000 online, a message every 2 s',
          { ...fanOut, members: 10_000, everyMs: 2_000, warmUpSeconds: 4, seconds: 2 * seconds },
        ],
      ],
    },
  ];
}

/** The native suite, with two instances of what carries the load, and with one message and one group-message service. */
export const STACK_TARGETS = { 'two of each': '', 'one of each': 'message=1,group-message=1' };

/** Who writes to each other is at different chat nodes. */
export function stackSuites({ seconds }) {
  // Twenty processes that have just begun share the cores, and each has to learn its code.
  const { messages, fanOut } = kinds(seconds, 8);
  const direct = { ...messages, lookAtHistory: true };
  const two = { only: 'two of each' };
  return [
    {
      accounts: STACK_CLIENTS,
      scenarios: [
        ['100 conversations, 16 in flight per client', { ...direct, window: 16 }],
        ['100 conversations, one in flight per client', { ...direct, window: 1 }, two],
        ['100 conversations, 1,000 messages/s', { ...direct, rate: 1_000 }],
        ['10,000 conversations, 16 in flight per client', { ...direct, window: 16, partners: 100 }],
        ['10,000 conversations, 2,000 messages/s', { ...direct, rate: 2_000, partners: 100 }, two],
        ['10,000 conversations, 1,000 messages/s', { ...direct, rate: 1_000, partners: 100 }, two],
        ['history page of 50, 4 readers', { kind: 'history', requests: 1_000, readers: 4 }, two],
      ],
    },
    {
      accounts: 1_002,
      scenarios: [
        ['group of 1,000 on two nodes, 8 in flight', { ...fanOut, members: 1_000, window: 8 }],
        ['group of 1,000 on two nodes, one in flight', { ...fanOut, members: 1_000, window: 1 }],
      ],
    },
  ];
}
