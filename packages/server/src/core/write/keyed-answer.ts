/** The stored answer of an Idempotency-Key; see core/idempotency. */
export interface KeyedAnswer {
  readonly organizationId: string;
  readonly keyHash: Buffer;
  readonly lockKey: bigint;
  readonly fingerprint: Buffer;
  readonly sealedAnswer: Buffer;
}
