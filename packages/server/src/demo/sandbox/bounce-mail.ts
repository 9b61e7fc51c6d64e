import type { BoundMail } from '../../core/mail/index.ts';
import { mailFolder, refuseMail } from '../../modules/delivery/mail/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { isUuid } from '../../platform/ids.ts';
import { fieldProblem } from '../../platform/problems/field-problem.ts';
import { NotFound } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { createOutbox } from '../outbox/index.ts';
import { StepRefused } from './problems.ts';

export interface BouncingDeps {
  readonly db: Database;
  readonly mails: readonly BoundMail[];
  readonly dataDir: string;
}

/** In a body: addresses of calls get into logs on their way. */
interface BounceWish {
  readonly to?: unknown;
  readonly mail?: unknown;
}

const UUID_LENGTH = 36;

/** Lets a mail come back: the newest to an address, or one by its id in the outbox or its own uuid. */
export async function bounceMail(deps: BouncingDeps, { to, mail }: BounceWish): Promise<object> {
  if ((to === undefined) === (mail === undefined)) throw fieldProblem('to', 'must stand here, or else `mail`');
  const mailId = to === undefined ? await byId(deps, asText('mail', mail)) : await newestTo(deps, asText('to', to));
  if (mailId === undefined) throw new ProblemError(NotFound, 'There is no such mail.');
  if (!(await refuseMail(deps, mailId))) throw new ProblemError(StepRefused, 'The mail has ended otherwise.');
  return { mail: mailId, status: 'FAILED' };
}

function asText(field: string, value: unknown): string {
  if (typeof value !== 'string') throw fieldProblem(field, 'must be text', value);
  return value;
}

async function byId({ dataDir }: BouncingDeps, mail: string): Promise<string | undefined> {
  return isUuid(mail) ? mail : uuidOf(await createOutbox(mailFolder(dataDir)).find(mail));
}

async function newestTo({ dataDir }: BouncingDeps, address: string): Promise<string | undefined> {
  const mails = await createOutbox(mailFolder(dataDir)).list();
  return uuidOf(mails.find(({ to }) => to.toLowerCase() === address.toLowerCase()));
}

/** Names of the outbox end in the mail's own uuid. */
function uuidOf(found: { readonly id: string } | undefined): string | undefined {
  const id = found?.id.slice(-UUID_LENGTH);
  return id !== undefined && isUuid(id) ? id : undefined;
}
