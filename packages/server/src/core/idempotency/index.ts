export { fingerprintOf } from './fingerprint.ts';
export { purgeAnswers } from './purge-answers.ts';
export { type DecidedWrite, type OnceAnswer, runOnce } from './run-once.ts';
export { sealedAnswers } from './sealed-answers.ts';
export { createStoredAnswers, identifyKey, type StoredAnswers, type WireAnswer } from './stored-answers.ts';
export { IdempotencyKeyInProgress, IdempotencyKeyReused } from './problems.ts';
