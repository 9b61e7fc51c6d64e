import { batching } from '../../server/src/platform/db/lane.ts';

/** `TEST_BATCH=1`, `2` or `64`: every batch has so many calls where they come within 5 ms, for storms and races at any size. */
const wanted = Number(process.env['TEST_BATCH'] ?? 0);
if (wanted > 0) Object.assign(batching, { maxCalls: wanted, waitMs: wanted > 1 ? 5 : 0 });
