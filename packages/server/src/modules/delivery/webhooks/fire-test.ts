import type { Call, Decision } from '../../../core/api/index.ts';
import type { WebhookDeps } from './create-webhook.ts';
import { presentDelivery } from './delivery-history.ts';
import { insertTest } from './delivery-history-repository.ts';
import { webhookNotFound } from './endpoint.ts';
import { findEndpoint } from './endpoint-repository.ts';
import { type FireTestBody, MAX_TEST_DATA_BYTES, type WebhookPath } from './schemas.ts';
import { prefixedId, uuidOf } from './webhook-ids.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';

/**
 * Delivers an event of the caller's own making to one endpoint, whatever it is subscribed to (contract 6). It is about no seller,
 * so its envelope has no `partnerUuid`. While the endpoint is not ACTIVE it is held.
 */
export async function fireTest(
  { db }: WebhookDeps,
  { actor, params, body }: Call<{ params: WebhookPath; body: FireTestBody }>,
): Promise<Decision> {
  const { eventType, data } = body;
  const json = JSON.stringify(data);
  if (Buffer.byteLength(json) > MAX_TEST_DATA_BYTES)
    throw fieldProblem('data', `must not be more than ${MAX_TEST_DATA_BYTES} bytes of JSON`);
  const endpoint = await findEndpoint(db, actor.organizationId, params.id);
  if (!endpoint) throw webhookNotFound();

  const message = { id: prefixedId('evt'), deliveryId: prefixedId('del'), type: eventType, data: json };
  const delivery = presentDelivery({
    id: message.deliveryId,
    message_id: message.id,
    event_type: eventType,
    status: 'PENDING',
    http_status: null,
    attempts: 0,
    last_attempt_at: null,
    next_attempt_at: endpoint.now,
    created_at: endpoint.now,
    endpoint_status: endpoint.status,
    is_test: true,
    failure: null,
  });
  return {
    answer: { status: 202, body: delivery },
    effect: insertTest(endpoint, message),
    audit: [
      {
        action: 'webhook.test',
        subjectId: uuidOf(endpoint.id),
        details: { deliveryId: message.deliveryId, eventType },
      },
    ],
  };
}
