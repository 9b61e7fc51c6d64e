import { isDeepStrictEqual } from 'node:util';
import { type Call, changedMembers, type Decision, refuseOtherValues } from '../../../core/api/index.ts';
import type { WebhookDeps } from './create-webhook.ts';
import { presentWebhook, webhookNotFound } from './endpoint.ts';
import { partnersOf, refuseBadUrl } from './endpoint-input.ts';
import { findEndpoint, updateEndpoint } from './endpoint-repository.ts';
import { FIXED_OF_WEBHOOK, type PatchWebhookBody, type WebhookPath } from './schemas.ts';
import { uuidOf } from './webhook-ids.ts';

/** Changes the members given. `status: ACTIVE` on one that is not resumes it (contract 6). */
export async function patchWebhook(
  { db, addresses }: WebhookDeps,
  { actor, params, body }: Call<{ params: WebhookPath; body: PatchWebhookBody }>,
): Promise<Decision> {
  const read = await findEndpoint(db, actor.organizationId, params.id);
  if (!read) throw webhookNotFound();
  const shown = presentWebhook(read);
  // The service alone pauses; what repeats that an endpoint is paused changes nothing.
  refuseOtherValues(body, shown, body.status === 'PAUSED' ? [...FIXED_OF_WEBHOOK, 'status'] : FIXED_OF_WEBHOOK);
  // Only what is new is judged: a name may lead nowhere today, a grant may be gone.
  if (body.url !== undefined && body.url !== read.url) await refuseBadUrl(body.url, addresses);
  const next = {
    ...read,
    url: body.url ?? read.url,
    events: body.events ?? read.events,
    partner_ids: isNew(body.partnerIds, read.partner_ids) ? partnersOf(actor, body.partnerIds) : read.partner_ids,
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
        details: { fields: changedMembers(shown, presentWebhook(next)), status: next.status },
      },
    ],
  };
}

function isNew(partnerIds: string[] | null | undefined, stored: string[] | null): partnerIds is string[] | null {
  return partnerIds !== undefined && !isDeepStrictEqual(partnerIds?.map((id) => id.toLowerCase()) ?? null, stored);
}
