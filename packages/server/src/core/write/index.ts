export {
  type AuditActor,
  type AuditEntry,
  commitWrite,
  type EventFact,
  type JobRequest,
  type KeyedAnswer,
  type Write,
  type WriteOutcome,
} from './commit-write.ts';
