import type { Call, Decision } from '../../../core/api/index.ts';
import type { WebhookDeps } from './create-webhook.ts';
import { webhookNotFound } from './endpoint.ts';
import { deleteEndpoint, findEndpoint } from './endpoint-repository.ts';
import type { WebhookPath } from './schemas.ts';
import { uuidOf } from './webhook-ids.ts';

/** Removes an endpoint with its deliveries and their history. An attempt under way may still arrive. */
export async function deleteWebhook(
  { db }: WebhookDeps,
  { actor, params }: Call<{ params: WebhookPath }>,
): Promise<Decision> {
  const row = await findEndpoint(db, actor.organizationId, params.id);
  if (!row) throw webhookNotFound();
  return {
    answer: { status: 204 },
    effect: deleteEndpoint(row),
    audit: [{ action: 'webhook.delete', subjectId: uuidOf(row.id) }],
  };
}
