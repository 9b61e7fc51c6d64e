export { type Companion, commitWrite, type JobRequest, type Write, type WriteOutcome } from './commit-write.ts';
export { type Along, type PartAlong, type SharedEffect, sharedEffect, type SharedPart } from './shared-effect.ts';
export type { KeyedAnswer } from './keyed-answer.ts';
