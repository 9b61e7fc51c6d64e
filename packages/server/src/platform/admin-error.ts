/** What the operator asked for cannot be done; the message is one line for him. */
export class AdminError extends Error {}
