import type { HistoryPolicy, Visibility } from '@parley/client';
import { create } from 'zustand';
import type { Person } from './people.js';

interface GroupDraft {
  name: string;
  description: string;
  visibility: Visibility;
  history: HistoryPolicy;
  members: readonly Person[];
}

const EMPTY: GroupDraft = { name: '', description: '', visibility: 'private', history: 'since_join', members: [] };

/** A group that is being thought up; a dialog that was closed by mistake opens as it was left. */
export const useGroupDraft = create<GroupDraft>(() => EMPTY);

export function setGroupDraft(change: Partial<GroupDraft>): void {
  useGroupDraft.setState(change);
}

export function forgetGroupDraft(): void {
  useGroupDraft.setState(EMPTY);
}
