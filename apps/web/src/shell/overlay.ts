/** What can lie over the columns; one at a time. */
export type Overlay = 'jump' | 'new-chat' | 'new-group' | 'public-groups' | 'invite' | 'help' | undefined;
