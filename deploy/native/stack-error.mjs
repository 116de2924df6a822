/** What a person can mend, in one sentence: shown without a stack trace. */
export class StackError extends Error {}

/** It lives and answers, but does not take work yet; says why. */
export class NotReady extends Error {}
