/** Why there is no answer. */
export type PostFailure =
  'refused-address' | 'dns' | 'connect' | 'tls' | 'reset' | 'bad-answer' | 'timeout' | 'aborted';

export class PostError extends Error {
  readonly failure: PostFailure;
  constructor(failure: PostFailure) {
    super(failure);
    this.failure = failure;
  }
}
