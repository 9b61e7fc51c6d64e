/** What the process ends with; docs/cli.md has the table. */
export const EXIT = { done: 0, failed: 1, cancelled: 2, usage: 3, authentication: 4 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command was not understood, or lacks something. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The person at the keyboard wants it no more. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor() {
    super('cancelled');
  }
}

/** There are no credentials, or they cannot be used. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

/** It was tried, and did not work. */
export class FailedError extends Error {
  override readonly name = 'FailedError';
}
