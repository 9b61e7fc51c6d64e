import { ProblemError } from '../../../platform/problems/problems.ts';
import type { DeliveryRow } from './delivery-history-repository.ts';
import type { Delivery } from './schemas.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';

/** The words of an attempt without an answer, as the contract has them (6). What failed in here is no word for the integrator. */
const FAILURES: Readonly<Record<string, Delivery['failure']>> = {
  'refused-address': 'refused',
  connect: 'refused',
  dns: 'dns',
  tls: 'tls',
  timeout: 'timeout',
  reset: 'bad-answer',
  'bad-answer': 'bad-answer',
};

function failureOf({ http_status: status, failure }: DeliveryRow): Delivery['failure'] {
  if (status === null) return FAILURES[failure ?? ''];
  return status >= 200 && status < 300 ? undefined : 'status';
}

export function presentDelivery(row: DeliveryRow): Delivery {
  const failure = failureOf(row);
  return {
    id: row.id,
    eventId: row.message_id,
    eventType: row.event_type,
    test: row.is_test,
    status: row.status,
    ...(row.http_status !== null && { httpStatus: row.http_status }),
    ...(failure !== undefined && { failure }),
    attempts: row.attempts,
    ...(row.last_attempt_at && { lastAttemptAt: row.last_attempt_at.toISOString() }),
    nextRetryAt: row.endpoint_status === 'ACTIVE' ? (row.next_attempt_at?.toISOString() ?? null) : null,
    createdAt: row.created_at.toISOString(),
  };
}

export function deliveryNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such delivery.');
}
