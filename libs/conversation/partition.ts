/** The partition of a conversation: FNV-1a over its id, so that every process and every epoch of the same size agree. */
export function partitionOf(conversation: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < conversation.length; i++) hash = Math.imul(hash ^ conversation.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % partitions;
}
