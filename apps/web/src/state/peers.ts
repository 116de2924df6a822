import { useConversations } from './conversations.js';
import { groupNameOf, useGroup } from './groups.js';
import { nameOf, usePerson } from './people.js';

/** Who a conversation is with: a person or a group. */
export interface Peer {
  /** The user's or the group's. */
  id: string;
  name: string;
  picture: string | undefined;
  user: string | undefined;
  group: string | undefined;
}

export function usePeer(conversation: string): Peer {
  const user = useConversations((state) => state.byId[conversation]?.user);
  const groupId = useConversations((state) => state.byId[conversation]?.group);
  const person = usePerson(user);
  const group = useGroup(groupId);
  const name = groupId === undefined ? nameOf(person) : groupNameOf(group);
  return { id: groupId ?? user ?? conversation, name, picture: group?.picture, user, group: groupId };
}
