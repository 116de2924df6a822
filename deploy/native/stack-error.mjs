/** What a person can mend, in one sentence: shown without a stack trace. */
export class StackError extends Error {}
