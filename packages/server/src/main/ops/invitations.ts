import { InvalidArgumentError } from '@commander-js/extra-typings';
import { getOrganization } from '../../modules/parties/organizations/index.ts';
import {
  getForOperator,
  INVITATION_STATUSES,
  listForOperator,
  type OperatedInvitation,
  type OperatorFilter,
  requireReason,
  resendForOperator,
  revokeForOperator,
} from '../../modules/self-service/invitations/index.ts';
import { eraseInvitation } from '../../modules/self-service/erasure/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { AdminError } from '../../platform/admin-error.ts';
import { withDeps } from './composed.ts';
import { toInstant } from './instants.ts';
import { table, UsageError, type Noun } from './verb.ts';

const INVITATION = ['--invitation <uuid>', 'this one'] as const;
const ORGANIZATION = ['--organization <slug>', 'all that this organization made'] as const;
const HEADINGS = ['UUID', 'STATUS', 'KIND', 'ORGANIZATION', 'SELLER', 'BUYER', 'CREATED', 'EXPIRES'];
const MAX_DAYS = 90;

type Commands = ReturnType<Parameters<Noun>[0]['command']>;
type WithContext = Parameters<Noun>[1];

export const addInvitations: Noun = (program, withContext) => {
  const invitations = program
    .command('invitations')
    .description('invitations of buyers and published links, one or all of an organization');
  addList(invitations, withContext);
  addRevoke(invitations, withContext);
  addResend(invitations, withContext);
  addErase(invitations, withContext);
};

function addList(invitations: Commands, withContext: WithContext): void {
  invitations
    .command('list')
    .description('list invitations, without their links and whom they went to')
    .option(...INVITATION)
    .option(...ORGANIZATION)
    .option('--status <status>', INVITATION_STATUSES.join(', '), toStatus)
    .option('--recipient <address>', 'those that went to this mail address')
    .option('--json', 'as a JSON array')
    .action(
      withContext(async ({ db, print }, { invitation, organization, status, recipient, json }) => {
        const filter = {
          ...(invitation !== undefined && { invitationId: (await getForOperator(db, invitation)).id }),
          ...(organization !== undefined && { organizationId: (await getOrganization(db, organization)).id }),
          ...(status !== undefined && { statuses: [status] }),
          recipientEmail: recipient,
        };
        const found: OperatedInvitation[] = [];
        for await (const one of listForOperator(db, filter)) found.push(one);
        const rows = found.sort(byAge).map(shown);
        print(json === true ? JSON.stringify(rows, undefined, 2) : table([HEADINGS, ...rows.map(cells)]));
      }),
    );
}

function addRevoke(invitations: Commands, withContext: WithContext): void {
  invitations
    .command('revoke')
    .description(
      'end those that are ACTIVE, as the API does; safe to repeat, and to go on with where it was broken off',
    )
    .option(...INVITATION)
    .option(...ORGANIZATION)
    .requiredOption('--reason <words>', 'for the file of the seller; the buyer never sees it')
    .action(
      withContext(async ({ db, print }, { reason, ...target }) => {
        requireReason(reason);
        if (isOne(target)) {
          const state = await revokeForOperator(db, await getForOperator(db, target.invitation), reason);
          return print(`invitation ${target.invitation} ${state === 'ACTIVE' ? 'revoked' : `is ${state} already`}`);
        }
        let count = 0;
        for await (const one of allOf(db, await organizationOf(db, target), { statuses: ['ACTIVE'] }))
          count += (await revokeForOperator(db, one, reason)) === 'ACTIVE' ? 1 : 0;
        print(`revoked ${counted(count)} of organization ${target.organization}`);
      }),
    );
}

function addResend(invitations: Commands, withContext: WithContext): void {
  invitations
    .command('resend')
    .description('send a new mail, as the API does and within its limits; safe to repeat')
    .option(...INVITATION)
    .option(...ORGANIZATION)
    .option('--rotate-link', 'by a new link; the old one is dead at once')
    .option('--expires-in-days <n>', `whole days from now, 1 to ${MAX_DAYS}`, toDays)
    .option('--status <status>', 'with an organization: ACTIVE (default) or EXPIRED, which are revived', toStatus)
    .option(
      '--mailed-before <instant>',
      'with an organization: those not mailed since, to go on where it was broken off',
      toInstant,
    )
    .action(
      withContext(async (context, { rotateLink, expiresInDays, status = 'ACTIVE', mailedBefore, ...target }) => {
        const { db, print } = context;
        const body = {
          ...(rotateLink === true && { rotateLink }),
          ...(expiresInDays !== undefined && { expiresInDays }),
        };
        await withDeps(context, async (deps) => {
          if (isOne(target)) {
            const refusal = await resendForOperator(deps, await getForOperator(db, target.invitation), body);
            if (refusal !== undefined) throw new AdminError(refusal);
            return print(`invitation ${target.invitation}: a mail is on its way`);
          }
          print(`should this be broken off, go on with --mailed-before ${deps.clock.now().toISOString()}`);
          const refusals = new Map<string, number>();
          let count = 0;
          for await (const one of allOf(db, await organizationOf(db, target), { statuses: [status], mailedBefore })) {
            const refusal = await resendForOperator(deps, one, body);
            if (refusal === undefined) count += 1;
            else refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
          }
          print(`resent ${counted(count)} of organization ${target.organization}`);
          for (const [refusal, left] of refusals) print(`${left} left out: ${refusal}`);
        });
      }),
    );
}

function addErase(invitations: Commands, withContext: WithContext): void {
  invitations
    .command('erase')
    .description(
      'end them, and remove for good what they hold of people; sent documents stay with their buyer, and prospects stay',
    )
    .option(...INVITATION)
    .option(...ORGANIZATION)
    .action(
      withContext(async (context, target) => {
        const { db, print } = context;
        await withDeps(context, async (deps) => {
          if (isOne(target)) {
            const isNew = await eraseInvitation(deps, await getForOperator(db, target.invitation));
            return print(`invitation ${target.invitation} ${isNew ? 'erased' : 'was erased already'}`);
          }
          let count = 0;
          for await (const one of allOf(db, await organizationOf(db, target), { isErased: false }))
            count += (await eraseInvitation(deps, one)) ? 1 : 0;
          print(`erased ${counted(count)} of organization ${target.organization}`);
        });
      }),
    );
}

interface Target {
  readonly invitation?: string | undefined;
  readonly organization?: string | undefined;
}

/** @throws UsageError unless exactly one of the two is named */
function isOne(target: Target): target is { readonly invitation: string } {
  if ((target.invitation === undefined) === (target.organization === undefined))
    throw new UsageError('name --invitation or --organization, one of them');
  return target.invitation !== undefined;
}

async function organizationOf(db: Database, { organization = '' }: Target): Promise<string> {
  return (await getOrganization(db, organization)).id;
}

function allOf(db: Database, organizationId: string, filter: OperatorFilter): AsyncGenerator<OperatedInvitation> {
  return listForOperator(db, { ...filter, organizationId });
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'invitation' : 'invitations'}`;
}

function byAge(one: OperatedInvitation, other: OperatedInvitation): number {
  return one.created_at.getTime() - other.created_at.getTime();
}

function shown(row: OperatedInvitation) {
  return {
    uuid: row.id,
    status: row.status,
    kind: row.kind,
    organization: row.organization_slug,
    sellerUuid: row.seller_id,
    ...(row.buyer_id !== null && { buyerUuid: row.buyer_id }),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ...(row.erased_at !== null && { erasedAt: row.erased_at.toISOString() }),
  };
}

function cells(row: ReturnType<typeof shown>): string[] {
  const { uuid, status, kind, organization, sellerUuid, buyerUuid = '-', createdAt, expiresAt } = row;
  return [uuid, status, kind, organization, sellerUuid, buyerUuid, createdAt, expiresAt];
}

function toStatus(text: string): (typeof INVITATION_STATUSES)[number] {
  const status = INVITATION_STATUSES.find((known) => known === text);
  if (!status) throw new InvalidArgumentError(`A status is one of ${INVITATION_STATUSES.join(', ')}`);
  return status;
}

function toDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS)
    throw new InvalidArgumentError(`Days are a whole number, 1 to ${MAX_DAYS}`);
  return days;
}
