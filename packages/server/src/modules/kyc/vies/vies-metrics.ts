import { Counter, type Registry } from 'prom-client';
import type { ViesOutcome } from './read-answer.ts';

/** Of one call: the number is valid, or not; to be asked again later; refused by reason of ours; told not to ask. */
const OUTCOMES = ['valid', 'invalid', 'again', 'ours', 'blocked'] as const;

/** Counts since the process started. */
export interface ViesMetrics {
  count(outcome: ViesOutcome): void;
}

/** Every series is there from the start: Prometheus sees no increase in a series that begins with its first count. */
export function createViesMetrics(registry: Registry): ViesMetrics {
  const calls = new Counter({
    name: 'nt24_vies_calls_total',
    help: 'Calls of VIES since the process started, by what came of them.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of OUTCOMES) calls.inc({ outcome }, 0);
  return { count: (outcome) => calls.inc({ outcome: nameOf(outcome) }) };
}

function nameOf(outcome: ViesOutcome): (typeof OUTCOMES)[number] {
  if (outcome.kind !== 'answered') return outcome.kind;
  return outcome.result === 'VALID' ? 'valid' : 'invalid';
}
