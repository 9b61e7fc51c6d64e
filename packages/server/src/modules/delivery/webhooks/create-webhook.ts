import { randomBytes } from 'node:crypto';
import type { EventType } from '../../../core/events/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { presentWebhook } from './endpoint.ts';
import { type AddressRules, partnersOf, refuseBadUrl } from './endpoint-input.ts';
import { type EndpointRow, findVacancy, insertEndpoint } from './endpoint-repository.ts';
import { type CreateWebhookBody, MAX_ENDPOINTS } from './schemas.ts';
import { prefixedId, uuidOf } from './webhook-ids.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';

/** What a secret is sealed for; the context is its endpoint's id. */
export const SECRET_PURPOSE = 'webhook-secret';

export interface WebhookDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly addresses: AddressRules;
  /** All that modules declare. */
  readonly events: readonly EventType[];
}

const SECRET_BYTES = 32;

/** Registers an endpoint (contract 6). The secret is in this answer and its replays, nowhere else. */
export async function createWebhook(
  { db, keyring, addresses }: WebhookDeps,
  { actor, body }: Call<{ body: CreateWebhookBody }>,
): Promise<Decision> {
  const partnerIds = partnersOf(actor, body.partnerIds ?? null);
  await refuseBadUrl(body.url, addresses);
  const { slot, now } = await findVacancy(db, actor.organizationId);
  if (slot === null)
    throw fieldProblem('body', `would be more than ${MAX_ENDPOINTS} endpoints of the organization; delete one first`);

  const row: EndpointRow = {
    id: prefixedId('wh'),
    organization_id: actor.organizationId,
    url: body.url,
    events: body.events,
    partner_ids: partnerIds,
    status: 'ACTIVE',
    created_at: now,
    updated_at: now,
    now,
  };
  const secret = body.secret ?? `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  return {
    answer: {
      status: 201,
      body: { ...presentWebhook(row), secret },
      headers: { location: `/v1/webhooks/${row.id}` },
    },
    effect: insertEndpoint(row, slot, keyring.seal(SECRET_PURPOSE, row.id, Buffer.from(secret))),
    audit: [{ action: 'webhook.create', subjectId: uuidOf(row.id), details: { events: row.events } }],
  };
}
