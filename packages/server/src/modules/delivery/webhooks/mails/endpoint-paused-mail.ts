import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { oneLine, type RenderedContent, renderOperatorMail } from '../../mail/index.ts';
import { formatInstant } from '../../../texts/index.ts';
import { findMailedEndpoint, isEndpointPaused, type MailedEndpoint } from './endpoint-mail-repository.ts';

interface EndpointPausedMailModel {
  readonly operatorName: string;
  readonly organizationName: string;
  readonly endpointId: string;
  /** With the port, where it is not the usual one. */
  readonly host: string;
  /** Attempts since the last success. */
  readonly failures: number;
  readonly failingSince?: Date | undefined;
  readonly pausedAt: Date;
}

export interface EndpointMailDeps {
  readonly db: Database;
  readonly operator: OperatorFacts;
}

const HOST_MAX_LENGTH = 60;

export const endpointPausedMail = defineMail<EndpointMailDeps, MailedEndpoint & { readonly pausedAt: Date }>({
  kind: 'WEBHOOK_PAUSED',
  subjectKind: 'webhook',
  isWanted: isEndpointPaused,
  async load({ db }, { subjectId, queuedAt }) {
    const endpoint = await findMailedEndpoint(db, subjectId);
    return endpoint && { ...endpoint, pausedAt: queuedAt };
  },
  render: (endpoint, { operator }) => ({
    to: endpoint.contact_email,
    ...renderEndpointPausedMail({
      operatorName: operator.name,
      organizationName: endpoint.organization_name,
      endpointId: endpoint.id,
      // Of its address only the host: the rest may hold a secret.
      host: new URL(endpoint.url).host,
      failures: endpoint.failures,
      failingSince: endpoint.failing_since ?? undefined,
      pausedAt: endpoint.pausedAt,
    }),
  }),
});

/** To the organization's contact: a webhook endpoint of it has been paused (contract section 6). */
export function renderEndpointPausedMail(model: EndpointPausedMailModel): RenderedContent {
  const { endpointId, failingSince } = model;
  const host = oneLine(model.host, HOST_MAX_LENGTH);
  return renderOperatorMail({
    operatorName: model.operatorName,
    subject: `Webhook endpoint paused: ${host}`,
    heading: 'A webhook endpoint has been paused',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Calls to this endpoint of yours keep failing, so none are made any more for now. Nothing is lost: its events are held for 30 days.',
      },
      {
        kind: 'facts',
        rows: [
          { term: 'Organization', fact: oneLine(model.organizationName) },
          { term: 'Endpoint', fact: endpointId },
          { term: 'Host', fact: host },
          { term: 'Failed calls in a row', fact: String(model.failures) },
          ...(failingSince ? [{ term: 'Failing since', fact: formatInstant(failingSince, 'en') }] : []),
          { term: 'Paused on', fact: formatInstant(model.pausedAt, 'en') },
        ],
      },
      {
        kind: 'paragraph',
        text: `What each call came back with is in its deliveries: GET /v1/webhooks/${endpointId}/deliveries. When the endpoint works again, resume it: PATCH /v1/webhooks/${endpointId} with the status ACTIVE. The held events then go out in their order.`,
      },
    ],
  });
}
