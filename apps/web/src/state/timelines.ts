import { ParleyError, type Entry } from '@parley/client';
import { create } from 'zustand';
import { client } from './client.js';
import { conversation } from './conversations.js';
import { EMPTY, fromMiddle, fromNewest, newestSeq, oldestSeq, withLive, withNewer, withOlder, type Timeline } from './timeline.js';

export interface OpenTimeline extends Timeline {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Everything above it had been read when the conversation was opened; the unread line stands below it. */
  readonly unreadAfter?: number | undefined;
  /** Where the reader is put when the stretch is first shown. */
  readonly landing: 'unread' | 'end';
  /** Counts replacements of the stretch by another one: a list that keeps its place starts afresh. */
  readonly epoch: number;
}

interface TimelinesStore {
  byConversation: Record<string, OpenTimeline>;
}

export const useTimelines = create<TimelinesStore>(() => ({ byConversation: {} }));

const PAGE = 50;
/** So many messages that have been read are loaded above the first unread one. */
const CONTEXT = 20;
const NONE: OpenTimeline = { ...EMPTY, status: 'loading', landing: 'unread', epoch: 0 };

export function timelineOf(id: string): OpenTimeline {
  return useTimelines.getState().byConversation[id] ?? NONE;
}

/** Shows a conversation from its first unread message on, or from its end. */
export async function openTimeline(id: string): Promise<void> {
  const summary = conversation(id);
  const unreadAfter = summary && summary.unread > 0 ? summary.read : undefined;
  const known = timelineOf(id);
  const holdsUnread = unreadAfter === undefined ? !known.hasNewer : newestSeq(known) > unreadAfter;
  if (known.status === 'ready' && holdsUnread) {
    set(id, { ...known, unreadAfter, landing: 'unread', epoch: known.epoch + 1 });
    return;
  }
  const far = summary !== undefined && summary.unread > PAGE - CONTEXT;
  await replace(id, () => (far ? loadAround(id, summary.read) : loadNewest(id)), { unreadAfter, landing: 'unread' });
}

/** Leaves the place in history and shows the end. */
export async function jumpToNewest(id: string): Promise<void> {
  await replace(id, () => loadNewest(id), { unreadAfter: timelineOf(id).unreadAfter, landing: 'end' });
}

/** What could not be loaded without a connection is tried again with one. */
export async function retryTimeline(id: string | undefined): Promise<void> {
  if (id !== undefined && timelineOf(id).status === 'failed') await openTimeline(id);
}

/** What is loaded may have a gap to what one may read now: it is left, and the end is shown if it was open. */
export async function reopenTimeline(id: string): Promise<void> {
  if (useTimelines.getState().byConversation[id]) await jumpToNewest(id);
}

const turns = new Map<string, number>();

type Place = Pick<OpenTimeline, 'unreadAfter' | 'landing'>;

async function replace(id: string, load: () => Promise<Timeline>, place: Place): Promise<void> {
  const turn = (turns.get(id) ?? 0) + 1;
  turns.set(id, turn);
  const before = timelineOf(id);
  if (before.status !== 'ready') set(id, { ...before, status: 'loading' });
  const timeline = await load().catch(() => undefined);
  // Only the last one to be asked for is shown.
  if (turns.get(id) !== turn) return;
  if (timeline) {
    set(id, { ...timeline, ...place, status: 'ready', epoch: timelineOf(id).epoch + 1 });
    catchUp(id);
  } else if (timelineOf(id).status !== 'ready') {
    set(id, { ...timelineOf(id), status: 'failed' });
  }
}

async function loadNewest(id: string): Promise<Timeline> {
  try {
    return fromNewest(await client.history(id, { limit: PAGE }));
  } catch (error) {
    // Before the first message there may be nothing to find.
    if (error instanceof ParleyError && error.code === 'not_found' && conversation(id)?.head === 0) return EMPTY;
    throw error;
  }
}

async function loadAround(id: string, seq: number): Promise<Timeline> {
  const [upTo, following] = await Promise.all([
    client.history(id, { before: seq + 1, limit: CONTEXT }),
    client.history(id, { after: seq, limit: PAGE }),
  ]);
  return fromMiddle(upTo, following);
}

const paging = new Set<string>();

export async function loadOlder(id: string): Promise<void> {
  const { hasOlder } = timelineOf(id);
  if (!hasOlder) return;
  await page(`${id} older`, async () => {
    const older = await client.history(id, { before: oldestSeq(timelineOf(id)), limit: PAGE });
    change(id, (timeline) => withOlder(timeline, older));
  });
}

export async function loadNewer(id: string): Promise<void> {
  const { hasNewer } = timelineOf(id);
  if (!hasNewer) return;
  await page(`${id} newer`, async () => {
    const newer = await client.history(id, { after: newestSeq(timelineOf(id)), limit: PAGE });
    change(id, (timeline) => withNewer(timeline, newer));
  });
}

/** One request for each end at a time; a failed one is asked again when that end is next in sight. */
async function page(key: string, load: () => Promise<void>): Promise<void> {
  if (paging.has(key)) return;
  paging.add(key);
  try {
    await load();
  } catch {
    // The connection banner says why; see above.
  } finally {
    paging.delete(key);
  }
}

export function applyLive(entry: Entry): void {
  if (timelineOf(entry.conversation).status !== 'ready') return;
  const before = timelineOf(entry.conversation);
  change(entry.conversation, (timeline) => withLive(timeline, entry));
  if (timelineOf(entry.conversation).hasNewer && !before.hasNewer) void loadNewer(entry.conversation);
}

/**
 * Continues what is loaded where the conversation has moved on without us: after a hole in what was sent, or a reset. Only the
 * shown one is paged at once; the others when they are opened.
 */
export function catchUpAll(shown: string | undefined): void {
  for (const id of Object.keys(useTimelines.getState().byConversation)) {
    if (id === shown) catchUp(id);
    else markBehind(id);
  }
}

function catchUp(id: string): void {
  if (markBehind(id)) void loadNewer(id);
}

function markBehind(id: string): boolean {
  const timeline = timelineOf(id);
  const behind = timeline.status === 'ready' && !timeline.hasNewer && newestSeq(timeline) < (conversation(id)?.head ?? 0);
  if (behind) set(id, { ...timeline, hasNewer: true });
  return behind;
}

/** Somebody wrote while nobody looked: the unread line goes where the reader left off. */
export function placeUnreadLine(id: string, readUpTo: number): void {
  const timeline = timelineOf(id);
  if (timeline.status === 'ready') set(id, { ...timeline, unreadAfter: readUpTo });
}

function change(id: string, apply: (timeline: Timeline) => Timeline): void {
  const before = timelineOf(id);
  const after = apply(before);
  if (after !== before) set(id, { ...before, ...after });
}

function set(id: string, timeline: OpenTimeline): void {
  useTimelines.setState((state) => ({ byConversation: { ...state.byConversation, [id]: timeline } }));
}

export function forgetTimelines(): void {
  useTimelines.setState({ byConversation: {} });
}
