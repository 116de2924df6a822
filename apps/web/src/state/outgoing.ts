import type { OutgoingMessage, Recipient } from '@parley/client';
import { create } from 'zustand';
import { client } from './client.js';
import { without } from './record.js';
import { timelineOf } from './timelines.js';

interface OutgoingStore {
  /** Messages that are not yet part of the history, in the order in which they were sent. */
  byId: Record<string, OutgoingMessage>;
}

export const useOutgoing = create<OutgoingStore>(() => ({ byId: {} }));

export function followOutgoing(): void {
  client.on('outgoing', (message) => {
    if (isWaiting(message)) put(message);
  });
  client.on('discarded', drop);
  client.on('entry', (entry) => {
    drop(entry.id);
  });
}

/** What the outbox kept from before the page was loaded; known once the SDK has read its store. */
export function loadOutgoing(): void {
  for (const message of client.outgoing()) put(message);
}

/** Acknowledged messages wait for their entry, which may already be there; then the entry stands for them. */
function isWaiting({ id, state, conversation, seq }: OutgoingMessage): boolean {
  if (state === 'sending' || state === 'failed') return true;
  if (!useOutgoing.getState().byId[id]) return false;
  const entries = conversation === undefined ? [] : timelineOf(conversation).entries;
  return seq !== undefined && !entries.some((entry) => entry.seq === seq);
}

function put(message: OutgoingMessage): void {
  useOutgoing.setState((state) => ({ byId: { ...state.byId, [message.id]: message } }));
}

function drop(id: string): void {
  if (!useOutgoing.getState().byId[id]) return;
  useOutgoing.setState((state) => ({ byId: without(state.byId, id) }));
}

export function sendMessage(to: Recipient, body: string, mentions: readonly string[] = []): void {
  put(client.send(to, body, { mentions }).message);
}

/** Whether a message is on its way into this conversation. */
export function goesTo(
  { to }: Pick<OutgoingMessage, 'to'>,
  peer: { user?: string | undefined; group?: string | undefined } | undefined,
): boolean {
  return peer !== undefined && to.user === peer.user && to.group === peer.group;
}

/** A failed message goes to the end: it is sent now, not then. */
export function retry(id: string): void {
  drop(id);
  client.handle(id)?.retry();
}

export function discard(id: string): void {
  client.handle(id)?.discard();
}

export function forgetOutgoing(): void {
  useOutgoing.setState({ byId: {} });
}
