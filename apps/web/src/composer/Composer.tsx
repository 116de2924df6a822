import { useConversations } from '../state/conversations.js';
import { usePeople } from '../state/people.js';
import { usePeer } from '../state/peers.js';
import { BlockedNotice } from './BlockedNotice.js';
import { FormerMemberNotice } from './FormerMemberNotice.js';
import { Writer } from './Writer.js';

/** Where one writes, or why one cannot. */
export function Composer({ id }: { id: string }) {
  const peer = usePeer(id);
  const blocked = usePeople((state) => peer.user !== undefined && (state.blocked?.has(peer.user) ?? false));
  const ended = useConversations((state) => id in state.ended);
  if (ended) return <FormerMemberNotice id={id} />;
  if (peer.user !== undefined && blocked) return <BlockedNotice user={peer.user} />;
  return peer.user === undefined && peer.group === undefined ? null : <Writer id={id} peer={peer} />;
}
