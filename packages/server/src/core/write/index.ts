export {
  type Companion,
  commitWrite,
  type JobRequest,
  type KeyedAnswer,
  type Write,
  type WriteOutcome,
} from './commit-write.ts';
