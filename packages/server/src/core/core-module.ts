import type { Clock } from '../platform/clock.ts';
import { inBatches, nextJob, purgeGivenUpJobs, waitingJobs } from '../platform/jobs/index.ts';
import * as platformProblems from '../platform/problems/problem-types.ts';
import { MilestoneAlreadySet, ResourceExistsDifferentBody, VersionMismatch } from './api/index.ts';
import { purgeTrail } from './audit/index.ts';
import { waitingEvents } from './events/index.ts';
import { sealedSealKeys } from './electronic-seal/index.ts';
import { IdempotencyKeyInProgress, IdempotencyKeyReused, purgeAnswers, sealedAnswers } from './idempotency/index.ts';
import { CapabilityRequired, DpaNotAccepted, Forbidden, Unauthorized } from './identity/index.ts';
import { defineModule } from './module.ts';
import { purgeReadings } from './pii-log/index.ts';
import type { SealingDeps } from './sealing/index.ts';
import { purgeWindows } from './rate-limits/index.ts';

const BATCH = 1_000;
const TEN_MINUTES_MS = 600_000;
const HOUR_MS = 3_600_000;

/** What every module stands on, declared like one of them. */
export const core = defineModule<SealingDeps & { readonly clock: Clock }>({
  name: 'core',
  tables: [
    'idempotency_keys',
    'rate_windows',
    'audit_events',
    'events',
    'pii_access_log',
    'database_timelines',
    'master_keys',
    'seal_keys',
  ],
  views: [
    'idempotency_replaceable',
    'take_calls',
    'list_horizon',
    'next_list_position',
    'database_identity',
    'event_sellers',
    'purge_trail',
    'purge_readings',
  ],
  problems: [
    ...Object.values(platformProblems),
    Unauthorized,
    Forbidden,
    CapabilityRequired,
    DpaNotAccepted,
    VersionMismatch,
    ResourceExistsDifferentBody,
    MilestoneAlreadySet,
    IdempotencyKeyInProgress,
    IdempotencyKeyReused,
  ],
  sealed: [sealedAnswers, sealedSealKeys],
  waiting: [waitingJobs, waitingEvents],
  nextDue: [nextJob],
  periodic: ({ db }) => [
    {
      name: 'idempotency.purge',
      everyMs: TEN_MINUTES_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeAnswers(db, size)),
    },
    {
      name: 'rateLimits.purge',
      everyMs: TEN_MINUTES_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeWindows(db, size)),
    },
    {
      name: 'audit.purge',
      everyMs: HOUR_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeTrail(db, size)),
    },
    {
      name: 'piiLog.purge',
      everyMs: HOUR_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeReadings(db, size)),
    },
    {
      name: 'jobs.purge',
      everyMs: HOUR_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeGivenUpJobs(db, size)),
    },
  ],
});
