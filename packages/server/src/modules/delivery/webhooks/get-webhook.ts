import type { Answer, Call } from '../../../core/api/index.ts';
import type { WebhookDeps } from './create-webhook.ts';
import { presentWebhook, webhookNotFound } from './endpoint.ts';
import { findEndpoint } from './endpoint-repository.ts';
import type { WebhookPath } from './schemas.ts';

/** One endpoint, without its secret (contract 6). */
export async function getWebhook(
  { db }: WebhookDeps,
  { actor, params }: Call<{ params: WebhookPath }>,
): Promise<Answer> {
  const row = await findEndpoint(db, actor.organizationId, params.id);
  if (!row) throw webhookNotFound();
  return { status: 200, body: presentWebhook(row) };
}
