import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditEntry } from '../../../core/audit/index.ts';
import type { BoundMail } from '../../../core/mail/index.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { TaskAttempt, TaskHandler } from '../../../platform/jobs/index.ts';
import type { Logger } from '../../../platform/logger.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { DeliveryError } from './delivery-error.ts';
import type { MailMetrics, MailOutcome } from './mail-metrics.ts';
import type { MailTransport, OutgoingMail } from './outgoing-mail.ts';
import { cancelMail, claimMail, findMail, type MailRow, markSent, markUnsent } from './repository.ts';

export interface SendMailDeps {
  readonly db: Database;
  readonly transport: MailTransport;
  readonly mailMetrics: MailMetrics;
  readonly log: Logger;
  /** All that the modules declare. */
  readonly mails: readonly BoundMail[];
}

/** A mail that this process may not send, or not any more. */
class NotClaimed extends Error {}

const SYSTEM = { kind: 'SYSTEM' } as const;
const OUTCOME_PATIENCE_MS = 120_000;
const OUTCOME_PAUSE_MS = 1_000;

/**
 * The job `mail.send`: sends a queued mail once (docs/decisions/0004-mail-once.md). Every outcome has a line in the audit trail.
 * Rejects where the queue should try again.
 */
export function createSendMail(deps: SendMailDeps): TaskHandler {
  return async (payload, attempt) => {
    const row = await findMail(deps.db, mailIdOf(payload), deps.mails);
    if (row?.status !== 'QUEUED' && row?.status !== 'SENDING') return;
    if (row.status === 'SENDING' && !deps.transport.isRepeatable) {
      // On a first attempt another job of the same mail is at it. On a later one the process that sent it has died meanwhile.
      if (attempt.attempt > 1)
        await record(deps, row, { ...attempt, failure: new DeliveryError('unknown', 'outcome-unknown') });
      return;
    }
    const mail = declaredAs(row.kind, deps.mails);
    if (row.is_wanted !== true) return cancel(deps, row);
    try {
      const failure = await deliver(deps, row, mail);
      if (failure?.isAboutUs === true) alarm(deps, row, failure);
      const willRetry = await record(deps, row, { ...attempt, failure });
      if (failure && willRetry) throw failure;
    } catch (error) {
      if (!(error instanceof NotClaimed)) throw error;
      await yieldMail(deps, row, error);
    }
  };
}

function alarm({ log, mailMetrics }: SendMailDeps, { id, kind }: MailRow, { reason }: DeliveryError): void {
  log.error({ reason, mailId: id }, 'the mail server refuses our mails');
  mailMetrics.countRefusal(kind);
}

async function cancel({ db, mailMetrics }: SendMailDeps, { id, kind }: MailRow): Promise<void> {
  await cancelMail(db, id);
  mailMetrics.count(kind, 'cancelled');
}

/** A process of a later release may know the kind: the queue asks again. */
function declaredAs(kind: string, mails: readonly BoundMail[]): BoundMail {
  const mail = mails.find((one) => one.kind === kind);
  if (!mail) throw new Error(`no module declares the mail ${kind}`);
  return mail;
}

async function deliver(deps: SendMailDeps, row: MailRow, declared: BoundMail): Promise<DeliveryError | undefined> {
  const { db, transport, log } = deps;
  let mail: OutgoingMail;
  try {
    mail = await compose(row, declared);
  } catch (error) {
    if (error instanceof NotClaimed || isDatabaseAway(error)) throw error;
    log.error({ err: error, mailId: row.id }, 'mail not composed');
    return new DeliveryError('retry', 'internal');
  }
  try {
    await transport.deliver(mail, async () => {
      const wish = { isWanted: declared.isWanted, isRepeatable: transport.isRepeatable };
      if (!(await claimMail(db, row.id, wish))) throw new NotClaimed('the mail cannot be claimed');
    });
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    throw error;
  }
}

/** In the language of whom it goes to, about how things stand now. */
async function compose(row: MailRow, declared: BoundMail): Promise<OutgoingMail> {
  const loaded = await declared.load({
    id: row.id,
    queuedAt: row.created_at,
    subjectId: row.subject_id,
    about: row.about,
    sealedFacts: row.sealed_facts ?? undefined,
  });
  if (!loaded) throw new NotClaimed('what the mail speaks of is gone');
  return { ...(await loaded.render()), id: row.id, kind: row.kind, queuedAt: row.created_at };
}

/** What became of a mail that could not be claimed: sent by another process, or ended while the mail server was being called. */
async function yieldMail(deps: SendMailDeps, { id }: MailRow, error: NotClaimed): Promise<void> {
  const row = await findMail(deps.db, id, deps.mails);
  if (row?.status !== 'QUEUED') return;
  if (row.is_wanted === true) throw error;
  await cancel(deps, row);
}

/** Writes the outcome down with its line in the trail, and says whether the queue should try again. */
async function record(
  { db, mailMetrics }: SendMailDeps,
  row: MailRow,
  { attempt, maxAttempts, failure }: TaskAttempt & { readonly failure: DeliveryError | undefined },
): Promise<boolean> {
  const willRetry = failure?.outcome === 'retry' && attempt < maxAttempts;
  const named = { mail: row.kind, ...row.about.details };
  const audit: AuditEntry = failure
    ? { ...row.about, action: 'mail.fail', details: { ...named, attempt, willRetry, reason: failure.reason } }
    : { ...row.about, action: 'mail.send', details: { ...named, attempt } };
  const effect = failure ? markUnsent(row.id, willRetry ? 'QUEUED' : 'FAILED') : markSent(row.id);
  await keepTrying(() => commitWrite(db, { actor: SYSTEM, audit: [audit], effect }));
  mailMetrics.count(row.kind, outcomeOf(failure, willRetry));
  return willRetry;
}

function outcomeOf(failure: DeliveryError | undefined, willRetry: boolean): MailOutcome {
  if (!failure) return 'sent';
  if (willRetry) return 'retried';
  return failure.outcome === 'unknown' ? 'unknown' : 'failed';
}

/** For what only this process knows: it waits for a database that is away. */
async function keepTrying<T>(write: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += OUTCOME_PAUSE_MS) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseAway(error) || waitedMs >= OUTCOME_PATIENCE_MS) throw error;
      await sleep(OUTCOME_PAUSE_MS);
    }
  }
}

function isDatabaseAway(error: unknown): boolean {
  return error instanceof ProblemError && error.slug === 'unavailable';
}

function mailIdOf(payload: unknown): string {
  const id = typeof payload === 'object' && payload !== null && 'mailId' in payload ? payload.mailId : undefined;
  if (typeof id !== 'string' || !isUuid(id)) throw new Error('the job names no mail');
  return id;
}
