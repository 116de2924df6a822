const number = new Intl.NumberFormat();

/** "1 member", "2 members", "1,200 members". */
export function counted(count: number, word: string): string {
  return `${number.format(count)} ${word}${count === 1 ? '' : 's'}`;
}
