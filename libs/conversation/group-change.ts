/**
 * The id of the system entry that a change of a group becomes. No client can choose such an id, because of its dot, and the head of a
 * conversation knows from its newest one which version of the group it has seen.
 */
export function idOfChange(version: number): string {
  return `change.${String(version)}`;
}

/** 0 for a group without changes. */
export function versionOfChange(id: string | undefined): number {
  return id === undefined ? 0 : Number(id.slice(id.indexOf('.') + 1));
}
