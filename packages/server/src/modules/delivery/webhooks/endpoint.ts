import { ProblemError } from '../../../platform/problems/problems.ts';
import type { EndpointRow } from './endpoint-repository.ts';
import { SCHEMA_VERSIONS, type Webhook } from './schemas.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';

export function presentWebhook(row: EndpointRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    partnerIds: row.partner_ids,
    acceptedSchemaVersions: SCHEMA_VERSIONS,
    status: row.status,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export function webhookNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such webhook endpoint.');
}
