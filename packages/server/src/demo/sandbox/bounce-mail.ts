import type { BoundMail } from '../../core/mail/index.ts';
import { mailFolder, refuseMail } from '../../modules/delivery/mail/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { isUuid } from '../../platform/ids.ts';
import { NotFound } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { createOutbox } from '../outbox/index.ts';
import { StepRefused } from './problems.ts';

export interface BouncingDeps {
  readonly db: Database;
  readonly mails: readonly BoundMail[];
  readonly dataDir: string;
}

const UUID_LENGTH = 36;

/** Lets a mail come back: one of the outbox by its id or its own uuid, or the newest to an address. */
export async function bounceMail(deps: BouncingDeps, mail: string): Promise<object> {
  const mailId = await findMailId(deps, mail);
  if (mailId === undefined) throw new ProblemError(NotFound, 'There is no such mail.');
  if (!(await refuseMail(deps, mailId))) throw new ProblemError(StepRefused, 'The mail has ended otherwise.');
  return { mail: mailId, status: 'FAILED' };
}

/** Names of the outbox end in the mail's own uuid. */
async function findMailId({ dataDir }: BouncingDeps, mail: string): Promise<string | undefined> {
  if (isUuid(mail)) return mail;
  const outbox = createOutbox(mailFolder(dataDir));
  const found = mail.includes('@')
    ? (await outbox.list()).find(({ to }) => to.toLowerCase() === mail.toLowerCase())
    : await outbox.find(mail);
  const id = found?.id.slice(-UUID_LENGTH);
  return id !== undefined && isUuid(id) ? id : undefined;
}
