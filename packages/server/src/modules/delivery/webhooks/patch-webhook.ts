import type { Call, Decision } from '../../../core/api/index.ts';
import type { WebhookDeps } from './create-webhook.ts';
import { presentWebhook, webhookNotFound } from './endpoint.ts';
import { partnersOf, refuseBadUrl } from './endpoint-input.ts';
import { findEndpoint, updateEndpoint } from './endpoint-repository.ts';
import type { PatchWebhookBody, WebhookPath } from './schemas.ts';
import { uuidOf } from './webhook-ids.ts';

/** Changes the members given. `status: ACTIVE` on one that is not resumes it (contract 6). */
export async function patchWebhook(
  { db, addresses }: WebhookDeps,
  { actor, params, body }: Call<{ params: WebhookPath; body: PatchWebhookBody }>,
): Promise<Decision> {
  if (body.url !== undefined) await refuseBadUrl(body.url, addresses);
  const partnerIds = body.partnerIds === undefined ? undefined : partnersOf(actor, body.partnerIds);
  const read = await findEndpoint(db, actor.organizationId, params.id);
  if (!read) throw webhookNotFound();
  const next = {
    ...read,
    url: body.url ?? read.url,
    events: body.events ?? read.events,
    partner_ids: partnerIds === undefined ? read.partner_ids : partnerIds,
    status: body.status ?? read.status,
    updated_at: read.now,
  };
  const resumed = next.status === 'ACTIVE' && read.status !== 'ACTIVE';
  return {
    answer: { status: 200, body: presentWebhook(next) },
    effect: updateEndpoint(read, next, resumed),
    audit: [
      {
        action: 'webhook.patch',
        subjectId: uuidOf(read.id),
        details: { fields: Object.keys(body), status: next.status },
      },
    ],
  };
}
