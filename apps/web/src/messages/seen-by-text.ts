/** Who has read a message: by name where all are known, by number in a group where only numbers are told. */
export function seenByText(names: readonly string[], counted?: number): string {
  if (counted !== undefined && counted > names.length) return `Seen by ${counted}`;
  const [first, second] = names;
  if (first === undefined) return 'Seen by nobody yet';
  if (second === undefined) return `Seen by ${first}`;
  return names.length === 2 ? `Seen by ${first} and ${second}` : `Seen by ${first} and ${names.length - 1} others`;
}
