import type { Call, Decision } from '../../../core/api/index.ts';
import type { WebhookDeps } from './create-webhook.ts';
import { deliveryNotFound, presentDelivery } from './delivery-history.ts';
import { findDelivery, renewDelivery } from './delivery-history-repository.ts';
import type { DeliveryPath } from './schemas.ts';
import { uuidOf } from './webhook-ids.ts';

/**
 * Sends a delivery again, whatever became of it: the same event id and bytes, signed afresh, on a fresh plan of retries (contract
 * 6). `attempts` goes on counting. While the endpoint is not ACTIVE it is held.
 */
export async function replayDelivery(
  { db }: WebhookDeps,
  { actor, params }: Call<{ params: DeliveryPath }>,
): Promise<Decision> {
  const { id: endpointId, deliveryId } = params;
  const read = await findDelivery(db, { organizationId: actor.organizationId, endpointId, deliveryId });
  if (!read) throw deliveryNotFound();
  return {
    answer: { status: 202, body: presentDelivery({ ...read, status: 'PENDING', next_attempt_at: read.now }) },
    effect: renewDelivery(actor.organizationId, read),
    audit: [
      {
        action: 'webhook.replay',
        subjectId: uuidOf(endpointId),
        details: { deliveryId, eventType: read.event_type },
      },
    ],
  };
}
