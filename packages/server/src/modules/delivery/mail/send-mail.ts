import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { TaskAttempt, TaskHandler } from '../../../platform/jobs/index.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { composeMail, type ComposeOptions } from './compose-mail.ts';
import { DeliveryError } from './delivery-error.ts';
import type { MailTransport, OutgoingMail } from './mail-transport.ts';
import {
  cancelMail,
  claimMail,
  type EndpointMailRow,
  findMail,
  type MailRow,
  markSent,
  markUnsent,
} from './repository.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { AuditEntry } from '../../../core/audit/index.ts';

export interface SendMailDeps extends ComposeOptions {
  readonly db: Database;
  readonly transport: MailTransport;
  readonly log: Logger;
}

class NotClaimed extends Error {}

const SYSTEM = { kind: 'SYSTEM' } as const;
const OUTCOME_PATIENCE_MS = 120_000;
const OUTCOME_PAUSE_MS = 1_000;

/**
 * The job `mail.send`: sends a queued mail once (docs/decisions/0004-mail-once.md). Every outcome shows in the invitation's activity.
 * Rejects where the queue should try again.
 */
export function createSendMail(parts: SendMailDeps): TaskHandler {
  return async (payload, attempt) => {
    const row = await findMail(parts.db, mailIdOf(payload));
    if (row?.status !== 'QUEUED' && row?.status !== 'SENDING') return;
    if (row.status === 'SENDING' && !parts.transport.isRepeatable) {
      // On a first attempt another job of the same mail is at it. On a later one the process that sent it has died meanwhile.
      if (attempt.attempt > 1) await record(parts, row, attempt, new DeliveryError('unknown', 'outcome-unknown'));
      return;
    }
    if (!row.is_wanted) return cancelMail(parts.db, row.id);
    try {
      const failure = await deliver(parts, row);
      const willRetry = await record(parts, row, attempt, failure);
      if (failure && willRetry) throw failure;
    } catch (error) {
      if (!(error instanceof NotClaimed)) throw error;
      await yieldMail(parts.db, row.id, error);
    }
  };
}

async function deliver(parts: SendMailDeps, row: MailRow | EndpointMailRow): Promise<DeliveryError | undefined> {
  const { db, transport, log } = parts;
  let mail: OutgoingMail;
  try {
    mail = await composeMail(row, parts);
  } catch (error) {
    log.error({ err: error, mailId: row.id }, 'mail not composed');
    return new DeliveryError('retry', 'internal');
  }
  try {
    await transport.deliver(mail, async () => {
      if (!(await claimMail(db, row, transport))) throw new NotClaimed('the mail cannot be claimed');
    });
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    throw error;
  }
}

/** What became of a mail that could not be claimed: sent by another process, or ended while the mail server was being called. */
async function yieldMail(db: Database, mailId: string, error: NotClaimed): Promise<void> {
  const row = await findMail(db, mailId);
  if (row?.status !== 'QUEUED') return;
  if (row.is_wanted) throw error;
  await cancelMail(db, mailId);
}

/** Writes the outcome down with its line of activity, and says whether the queue should try again. */
async function record(
  { db }: SendMailDeps,
  row: MailRow | EndpointMailRow,
  { attempt, maxAttempts }: TaskAttempt,
  failure: DeliveryError | undefined,
): Promise<boolean> {
  const willRetry = failure?.outcome === 'retry' && attempt < maxAttempts;
  const { subject, named } = aboutOf(row);
  const audit: AuditEntry = failure
    ? { ...subject, action: 'mail.fail', details: { ...named, attempt, willRetry, reason: failure.reason } }
    : { ...subject, action: 'mail.send', details: { ...named, attempt } };
  const effect = failure ? markUnsent(row.id, willRetry ? 'QUEUED' : 'FAILED') : markSent(row.id);
  await keepTrying(() => commitWrite(db, { actor: SYSTEM, audit: [audit], effect }));
  return willRetry;
}

function aboutOf(row: MailRow | EndpointMailRow) {
  if (row.kind === 'WEBHOOK_PAUSED') return { named: { mail: row.kind, endpointId: row.endpoint_id } };
  const subject = { sellerId: row.seller_id, subjectId: row.invitation_id, invitationId: row.invitation_id };
  return { subject, named: { mail: row.kind } };
}

/** For what only this process knows: it waits for a database that is away. */
async function keepTrying<T>(write: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += OUTCOME_PAUSE_MS) {
    try {
      return await write();
    } catch (error) {
      const isAway = error instanceof ProblemError && error.slug === 'unavailable';
      if (!isAway || waitedMs >= OUTCOME_PATIENCE_MS) throw error;
      await sleep(OUTCOME_PAUSE_MS);
    }
  }
}

function mailIdOf(payload: unknown): string {
  const id = typeof payload === 'object' && payload !== null && 'mailId' in payload ? payload.mailId : undefined;
  if (typeof id !== 'string' || !isUuid(id)) throw new Error('the job names no mail');
  return id;
}
