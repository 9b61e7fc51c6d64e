import type { ActivityRow } from './repository.ts';
import type { ACTIVITY_TYPES, ActivityEntry } from './schemas.ts';

/** Actions of the trail as an invitation's activity names them (contract 3.4). */
const TYPE_OF_ACTION: Readonly<Record<string, (typeof ACTIVITY_TYPES)[number]>> = {
  'invitation.create': 'CREATED',
  'mail.queue': 'MAIL_QUEUED',
  'mail.send': 'MAIL_SENT',
  'mail.fail': 'MAIL_FAILED',
  'invitation.open': 'OPENED',
  'document.upload': 'DOCUMENT_UPLOADED',
  'document.remove': 'DOCUMENT_REMOVED',
  'document.infected': 'DOCUMENT_REFUSED',
  'invitation.submit': 'SUBMITTED',
  'invitation.resend': 'RESENT',
  'invitation.revoke': 'REVOKED',
  'invitation.expire': 'EXPIRED',
  'invitation.ask': 'NEW_LINK_ASKED',
  'invitation.report': 'ABUSE_REPORTED',
};

export function presentActivity(row: ActivityRow): ActivityEntry {
  const type = TYPE_OF_ACTION[row.action];
  if (!type) throw new Error(`the action ${row.action} has no activity type`);
  return {
    type,
    occurredAt: row.occurred_at.toISOString(),
    actor: { kind: row.actor_kind, ...(row.actor_kind === 'CLIENT' && row.actor_id !== null && { id: row.actor_id }) },
    ...(Object.keys(row.details).length > 0 && { details: row.details }),
  };
}
