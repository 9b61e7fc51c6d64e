/** What the operator asked for cannot be done; the message is one line for him, and says what to do instead where it can. */
export class AdminError extends Error {}
