import sql, { empty, join, type Sql } from 'sql-template-tag';
import {
  FAR,
  fewList,
  foldBehind,
  type Listing,
  listing,
  type ListedRow,
  type ListPage,
  type Picked,
  pickedIn,
  pickedOf,
  type WideList,
  wideList,
} from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';
import { type InvitationRow, keptRecipient } from './invitation.ts';
import { columns } from './repository.ts';
import type { INVITATION_SORTS, ListSellerInvitationsQuery } from './schemas.ts';
import {
  areChangesWaiting,
  countInvitations,
  firstMadeAfter,
  foldChanges,
  kindsOf,
  madeAfter,
  overdue,
  placeInvitations,
  statusesOf,
} from './tallies-repository.ts';

export type InvitationFilter = ListSellerInvitationsQuery & { readonly sellerId: string };

const SORTABLE: Readonly<Record<(typeof INVITATION_SORTS)[number], string>> = {
  createdAt: 'created_at',
  expiresAt: 'expires_at',
};

/** So many may be picked by one order and then sorted by another. */
const MOST_SORTED = 10_000;

type Rows = ListedRow<InvitationRow>[];

/**
 * Those of one buyer or one address are few, and are gone through. Those of a seller may be any number (decision 0045): they are counted
 * by their tallies and read in the order of an index.
 */
export async function selectInvitations(db: Database, filter: InvitationFilter): Promise<ListPage<InvitationRow>> {
  const list = listing('invitations', filter, SORTABLE);
  if (filter.buyerId !== undefined || filter.recipientEmail !== undefined) return selectFew(db, filter, list);
  seeToFolding(db);
  if (filter.createdAfter !== undefined && list.order.column === 'expires_at') return selectSorted(db, filter, list);
  if (list.offset > FAR) return selectFar(db, filter, list);
  const [rows, total] = await Promise.all([
    db.list<Rows[number]>(wideList(sellersList(filter, list), pickedOfSeller(filter, list))),
    countInvitations(db, filter),
  ]);
  return list.pageOf(rows, total);
}

const seeToFolding = foldBehind({ areWaiting: areChangesWaiting, fold: foldChanges });

/** Where the page begins the days say, each of which has its number. */
async function selectFar(db: Database, filter: InvitationFilter, list: Listing): Promise<ListPage<InvitationRow>> {
  const placed = await placeInvitations(db, filter, list);
  const picked = pickedIn(placed, list);
  if (!picked) return list.pageOf<InvitationRow>([], placed.total);
  return list.pageOf(await db.list<Rows[number]>(wideList(sellersList(filter, list), picked)), placed.total);
}

/** What orders are made of. */
const PLACES = sql`id, created_at, expires_at, list_position`;

function shownOf({ sellerId }: InvitationFilter, { marks }: Listing) {
  return { table: 'invitations', columns: sql`${columns}, ${marks}`, sellerId };
}

function sellersList(filter: InvitationFilter, list: Listing): WideList {
  const { status } = filter;
  const given = [
    ...(status === 'ACTIVE' || status === 'EXPIRED' ? [overdue(filter)] : []),
    ...(isWalkedFromInstant(filter, list) ? [firstMadeAfter(filter)] : []),
  ];
  return {
    ...shownOf(filter, list),
    parts: partsOf(filter),
    isOfPart: sql`kind = of_kind.kind and status = of_status.status ${isWalkedFromInstant(filter, list) ? madeAfterInNoOrder(filter) : madeAfter(filter)}
      ${status === 'ACTIVE' ? sql`and id not in (select id from overdue)` : empty}`,
    ...(given.length > 0 && { given: join(given, ', ') }),
    ...(status === 'EXPIRED' && { besides: sql`overdue` }),
  };
}

function isWalkedFromInstant({ createdAfter }: InvitationFilter, { byCursor }: Listing): boolean {
  return byCursor && createdAfter !== undefined;
}

/** Fits no index, so that the walk stays in its own. */
function madeAfterInNoOrder({ createdAfter }: InvitationFilter): Sql {
  return sql`and created_at + interval '0' > ${createdAfter}::timestamptz`;
}

/** Of those made after an instant a walk by cursor passes over what cannot be among them. */
function pickedOfSeller(filter: InvitationFilter, list: Listing): Picked {
  const picked = pickedOf(list);
  if (!isWalkedFromInstant(filter, list)) return picked;
  return { ...picked, within: list.behindFirst(sql`first_made`) };
}

function partsOf(filter: InvitationFilter): Sql {
  return sql`unnest(${kindsOf(filter)}::text[]) as of_kind (kind) cross join unnest(${statusesOf(filter)}::text[]) as of_status (status)`;
}

function hasStatus({ status }: InvitationFilter): Sql {
  return status === undefined ? empty : sql`and invitation_status(status, expires_at) = ${status}`;
}

async function selectFew(db: Database, filter: InvitationFilter, list: Listing): Promise<ListPage<InvitationRow>> {
  const where = sql`seller_id = ${filter.sellerId}::uuid
    ${filter.buyerId === undefined ? empty : sql`and buyer_id = ${filter.buyerId}::uuid`}
    ${filter.recipientEmail === undefined ? empty : sql`and lower(recipient_email) = lower(${keptRecipient(filter.recipientEmail)})`}
    ${hasStatus(filter)}
    ${filter.kind === undefined ? empty : sql`and kind = ${filter.kind}`}
    ${madeAfter(filter)}`;
  const [rows, counted] = await Promise.all([
    db.list<Rows[number]>(
      fewList({ ...shownOf(filter, list), few: sql`select ${PLACES} from invitations where ${where}` }, list),
    ),
    db.listFirst<{ total: number }>(sql`select count(*)::int as total from invitations where ${where}`),
  ]);
  return list.pageOf(rows, counted?.total ?? 0);
}

/** No index has two orders: those made after an instant are picked by that, and sorted by the other. */
async function selectSorted(db: Database, filter: InvitationFilter, list: Listing): Promise<ListPage<InvitationRow>> {
  const total = await countInvitations(db, filter);
  if (total > MOST_SORTED) {
    const rule = `goes with sort=expiresAt where it takes at most ${MOST_SORTED} invitations; it takes ${total} of them`;
    throw fieldProblem('createdAfter', rule, filter.createdAfter?.toISOString());
  }
  const stored = sql`select made.* from ${partsOf(filter)} cross join lateral (
      select ${PLACES} from invitations where seller_id = ${filter.sellerId}::uuid and kind = of_kind.kind and status = of_status.status
        ${madeAfter(filter)} ${filter.status === 'ACTIVE' ? sql`and expires_at > now()` : empty}) as made`;
  const few =
    filter.status === 'EXPIRED'
      ? sql`with ${overdue(filter)} ${stored} union all select ${PLACES} from overdue`
      : stored;
  return list.pageOf(await db.list<Rows[number]>(fewList({ ...shownOf(filter, list), few }, list)), total);
}
