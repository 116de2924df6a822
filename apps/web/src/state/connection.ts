import type { ConnectionState } from '@parley/client';
import { create } from 'zustand';
import { client } from './client.js';

/** What the banner says; nothing while all is well, and nothing about breaks that are over before anyone would notice. */
export type ConnectionNotice = 'connecting' | 'offline' | 'catching-up' | undefined;

interface ConnectionStore {
  state: ConnectionState;
  notice: ConnectionNotice;
}

export const useConnection = create<ConnectionStore>(() => ({ state: 'offline', notice: undefined }));

/** Shorter breaks are not mentioned. */
const PATIENCE_MS = 2_000;
/** After this long "connecting" would be a euphemism. */
const GIVE_UP_MS = 10_000;

let brokenSince: number | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Follows the SDK's connection and the browser's network. */
export function followConnection(): void {
  client.on('state', (state) => {
    useConnection.setState({ state });
    update();
  });
  window.addEventListener('offline', leave);
  window.addEventListener('online', comeBack);
  window.addEventListener('focus', comeBack);
  document.addEventListener('visibilitychange', comeBack);
}

/** A socket can outlive its network for as long as nobody writes to it: what is on the screen must not claim that it works. */
function leave(): void {
  client.close();
  update();
}

function comeBack(): void {
  const { state } = useConnection.getState();
  if (!navigator.onLine || document.hidden || state === 'signed-out' || !client.auth.session) return;
  client.connect();
  client.wake();
  update();
}

function update(): void {
  clearTimeout(timer);
  const { state } = useConnection.getState();
  if (state === 'ready' || state === 'signed-out') {
    brokenSince = undefined;
    useConnection.setState({ notice: undefined });
    return;
  }
  brokenSince ??= Date.now();
  const broken = Date.now() - brokenSince;
  if (broken >= PATIENCE_MS) useConnection.setState({ notice: noticeOf(state, broken) });
  const next = [PATIENCE_MS, GIVE_UP_MS].find((limit) => limit > broken);
  if (next !== undefined) timer = setTimeout(update, next - broken + 1);
}

function noticeOf(state: ConnectionState, broken: number): ConnectionNotice {
  if (state === 'catching-up') return 'catching-up';
  return !navigator.onLine || broken >= GIVE_UP_MS ? 'offline' : 'connecting';
}
