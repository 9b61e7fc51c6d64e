import type { FastifyRequest } from 'fastify';
import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import { auditActor } from '../../../core/api/index.ts';
import type { DocumentType } from './document-types.ts';
import { commitWrite } from '../../../core/write/index.ts';

/** A line of the trail for a file that the virus scanner found something in; nothing of the file itself is kept. */
export async function recordInfected(
  db: Database,
  request: FastifyRequest,
  type: DocumentType | undefined,
): Promise<void> {
  if (!request.actor) throw new Error('a route was reached without its entrance');
  const { sellerId = '', buyerId = '' } = request.params as { sellerId?: string; buyerId?: string };
  await commitWrite(db, {
    actor: auditActor({ actor: request.actor, requestId: request.id }),
    audit: [
      {
        action: 'document.infected',
        sellerId,
        // The form is read before the buyer is looked up.
        ...(isUuid(buyerId) && { subjectId: buyerId }),
        details: { type, reason: 'infected' },
      },
    ],
  });
}
