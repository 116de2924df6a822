import type { Command, GroupChange } from '#contracts/gen/parley/conversation/internal/v1/command.js';
import type { Entry } from '#contracts/gen/parley/conversation/v1/entry.js';
import type { AcceptedId, MemberState } from '#history';
import { CLOCK_SKEW_MS, timeOfId } from './client-id.js';
import type { ConversationHead } from './conversation-head.js';
import type { ConversationRules, RefusalReason } from './conversation-rules.js';
import { idOfChange } from './group-change.js';

/** What becomes of a command. */
export type Outcome =
  | { kind: 'accepted'; entry: Entry }
  /** A resend: the original stands. */
  | { kind: 'repeated'; original: AcceptedId }
  | { kind: 'refused'; reason: RefusalReason }
  | { kind: 'block-changed'; block: { blocked: boolean; version: number } }
  /** A system entry, and what became of those whom it concerns. */
  | { kind: 'changed'; entry: Entry; members: readonly ChangedMember[] }
  | { kind: 'nothing' }
  /** The sender's ids have to be loaded first, as far back as `id` may have been accepted; nothing has changed. */
  | { kind: 'needs-ids'; id: string };

/** `joined` if the user was no member before; `role` is empty if the user is no member any more. */
export interface ChangedMember extends MemberState {
  joined: boolean;
}

export interface Question {
  head: ConversationHead;
  rules: ConversationRules;
  command: Command;
  /** Log time, in milliseconds. */
  at: number;
}

/** Decides one command and moves the head accordingly. A pure function of the head and the record. */
export function decide(question: Question): Outcome {
  const { command } = question;
  if (command.send !== undefined) return decideSend(question);
  if (command.block !== undefined) return decideBlock(question);
  if (command.change !== undefined) return decideChange(question, command.change);
  return refused('invalid', 'This kind of command is not known.', 'type');
}

/** Duplicates first, rights second: a resend gets its old answer whatever has changed since (message path, rule 10). */
function decideSend(question: Question): Outcome {
  const { head, rules, command, at } = question;
  const ids = head.idsOf(command.from);
  const known = ids.find(command.id, at);
  if (known === 'unknown') return { kind: 'needs-ids', id: command.id };
  if (known !== 'new') return { kind: 'repeated', original: known };
  const after = command.send?.after;
  if (after !== undefined) {
    const previous = ids.find(after, at);
    if (previous === 'unknown') return { kind: 'needs-ids', id: after };
    if (previous === 'new') return refused('out_of_order', 'The message before this one has not been accepted yet.', 'after');
  }
  const reason = refusalOfSend(question) ?? rules.refusal(head, command);
  if (reason !== undefined) return { kind: 'refused', reason };
  return { kind: 'accepted', entry: accept(question) };
}

function refusalOfSend({ head, command, at }: Question): RefusalReason | undefined {
  if ((timeOfId(command.id) ?? 0) > at + CLOCK_SKEW_MS) {
    return { code: 'invalid', message: 'The time in this id lies in the future; check the clock.', field: 'id' };
  }
  const replyTo = command.send?.replyTo;
  if (replyTo !== undefined && (replyTo < 1 || replyTo > head.seq)) {
    return { code: 'invalid', message: 'There is no such message to answer.', field: 'replyTo' };
  }
  return undefined;
}

function accept({ head, command, at }: Question): Entry {
  head.seq++;
  head.ordinal++;
  head.at = at;
  const mentions = new Set(command.send?.mentions.filter((user) => user !== command.from && head.includes(user)));
  const ids = head.idsOf(command.from);
  ids.add({ id: command.id, seq: head.seq, at });
  ids.trim(head.writtenSeq);
  const replyTo = command.send?.replyTo;
  return {
    conversation: head.conversation,
    seq: head.seq,
    ordinal: head.ordinal,
    kind: 'message',
    id: command.id,
    from: command.from,
    at,
    body: command.send?.body ?? '',
    mentions: [...mentions],
    ...(replyTo !== undefined && { replyTo }),
  };
}

function decideBlock({ head, command }: Question): Outcome {
  const { block } = command;
  if (block === undefined || (head.blocks.get(command.from)?.version ?? 0) >= block.version) return { kind: 'nothing' };
  const state = { blocked: block.blocked, version: block.version };
  head.blocks.set(command.from, state);
  return { kind: 'block-changed', block: state };
}

/** The group service has decided already; here a change takes its place in the order. One that is not newer than the last is a repetition. */
function decideChange({ head, command, at }: Question, change: GroupChange): Outcome {
  if (change.version <= head.version) return { kind: 'nothing' };
  const seen = head.version;
  head.seq++;
  head.at = at;
  head.version = change.version;
  const named = change.members.filter(({ version }) => version === 0 || version > seen);
  const members = change.event === 'deleted' ? endAll(head) : named.map((member) => applyMember(head, member, at));
  const system = { event: change.event, users: named.map(({ user }) => user), role: roleOf(named), text: change.text };
  const { conversation, seq, ordinal } = head;
  const id = idOfChange(change.version);
  const entry = { conversation, seq, ordinal, kind: 'system', id, from: command.from, at, body: '', mentions: [], system };
  return { kind: 'changed', entry, members };
}

/** The one role that all have; of a group that was just made, what its members are beside the owner. */
function roleOf(members: GroupChange['members']): string {
  return members.find(({ role }) => role !== 'owner')?.role ?? members[0]?.role ?? '';
}

function applyMember(head: ConversationHead, { user, role, fromStart }: GroupChange['members'][number], at: number): ChangedMember {
  const before = head.members.get(user);
  const from = before?.from ?? (fromStart ? 1 : head.seq);
  const member = { user, role, from, joinedAt: before?.joinedAt ?? at };
  if (role === '') head.members.delete(user);
  else head.members.set(user, member);
  return { ...member, joined: before === undefined && role !== '' };
}

function endAll(head: ConversationHead): ChangedMember[] {
  const members = [...head.members.values()].map((member) => ({ ...member, role: '', joined: false }));
  head.members.clear();
  return members;
}

function refused(code: RefusalReason['code'], message: string, field: string): Outcome {
  return { kind: 'refused', reason: { code, message, field } };
}
