import type { Answer, Call } from '../../../core/api/index.ts';
import type { WebhookDeps } from './create-webhook.ts';
import { presentWebhook } from './endpoint.ts';
import { listEndpoints } from './endpoint-repository.ts';

/** All endpoints of the organization, the newest first (contract 6). */
export async function listWebhooks({ db }: WebhookDeps, { actor }: Call): Promise<Answer> {
  return { status: 200, body: (await listEndpoints(db, actor.organizationId)).map(presentWebhook) };
}
