import { type Answer, type Call, presentPage, windowOf } from '../../../core/api/index.ts';
import type { WebhookDeps } from './create-webhook.ts';
import { presentDelivery } from './delivery-history.ts';
import { selectDeliveries } from './delivery-history-repository.ts';
import { webhookNotFound } from './endpoint.ts';
import { findEndpoint } from './endpoint-repository.ts';
import type { ListDeliveriesQuery, WebhookPath } from './schemas.ts';

/** What was sent to an endpoint in the last 30 days, or waits to be (contract 6). */
export async function listDeliveries(
  { db }: WebhookDeps,
  { actor, params, query }: Call<{ params: WebhookPath; query: ListDeliveriesQuery }>,
): Promise<Answer> {
  const endpoint = await findEndpoint(db, actor.organizationId, params.id);
  if (!endpoint) throw webhookNotFound();
  const { rows, total } = await selectDeliveries(db, endpoint, query);
  return { status: 200, body: presentPage(rows.map(presentDelivery), total, windowOf(query)) };
}
