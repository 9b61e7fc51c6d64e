import { ProblemError } from '../../../platform/problems/problems.ts';
import type { DeliveryRow } from './delivery-history-repository.ts';
import type { Delivery } from './schemas.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';

export function presentDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    eventId: row.message_id,
    eventType: row.event_type,
    status: row.status,
    ...(row.http_status !== null && { httpStatus: row.http_status }),
    attempts: row.attempts,
    ...(row.last_attempt_at && { lastAttemptAt: row.last_attempt_at.toISOString() }),
    nextRetryAt: row.endpoint_status === 'ACTIVE' ? (row.next_attempt_at?.toISOString() ?? null) : null,
    createdAt: row.created_at.toISOString(),
  };
}

export function deliveryNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such delivery.');
}
