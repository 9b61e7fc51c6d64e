import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { type DocumentType, MAX_DRAFT_FILES } from '../../kyc/documents/index.ts';
import { lockStanding, type StandingLink } from '../invitations/index.ts';
import type { Admission } from '../submissions/index.ts';

export interface UploadRow {
  id: string;
  type: DocumentType;
  file_name: string;
  byte_size: number;
  fingerprint: string | null;
  created_at: Date;
}

export interface NewUpload {
  readonly id: string;
  readonly type: DocumentType;
  readonly fileName: string;
  readonly byteSize: number;
  readonly fingerprint: string | null;
}

export type TwinFacts = Pick<NewUpload, 'type' | 'fileName' | 'byteSize'>;

const placesTaken: Sql = sql`cardinality(draft_file_ids(standing.id)) + draft_upload_count(standing.id)`;

/** For one more file, those on their way counted, under the lock that `standing` took: files at once cannot overfill the draft. */
export const isRoom: Sql = sql`${placesTaken} < ${MAX_DRAFT_FILES}::int`;

/** The same where so many files leave the draft for it. */
export function isRoomInsteadOf(leaving: number): Sql {
  return sql`${placesTaken} - ${leaving}::int < ${MAX_DRAFT_FILES}::int`;
}

/** `full`: the draft has no room, other unfinished uploads counted, or the link ended. `over`: the organization has as many bytes as it may. */
export async function insertUpload(
  db: Database,
  link: StandingLink,
  { fileQuotaBytes, ...upload }: NewUpload & { readonly fileQuotaBytes: number },
): Promise<'made' | 'full' | 'over'> {
  const isInQuota = sql`stored_bytes_of(standing.organization_id) + ${upload.byteSize}::bigint <= ${fileQuotaBytes}::bigint`;
  const row = await db.writeFirst<{ made: boolean; over: boolean }>(sql`with ${lockStanding(link)},
    made as (insert into uploads (id, seller_id, invitation_id, type, file_name, byte_size, fingerprint)
    select ${upload.id}::uuid, standing.seller_id, standing.id, ${upload.type}, ${upload.fileName}, ${upload.byteSize}::int,
      ${upload.fingerprint}::text from standing
    where ${isRoom} and ${isInQuota}
    returning id)
    select exists (select from made) as made, exists (select from standing where not (${isInQuota})) as over`);
  if (row?.made) return 'made';
  return row?.over ? 'over' : 'full';
}

/** Whose uploads are meant. */
export type UploadsPlace = Pick<StandingLink, 'id' | 'seller_id'>;

/** A condition on a row of `uploads`: it is one of the invitation's. */
function isOf(link: UploadsPlace): Sql {
  return sql`seller_id = ${link.seller_id}::uuid and invitation_id = ${link.id}::uuid`;
}

export function findUpload(db: Database, link: UploadsPlace, id: string): Promise<UploadRow | undefined> {
  return db.findFirst(sql`select id, type, file_name, byte_size, fingerprint, created_at from uploads
    where ${isOf(link)} and id = ${id}::uuid`);
}

/** One more request at the upload. Returns how many there have been; undefined where it is not there. */
export async function countPiece(db: Database, link: UploadsPlace, id: string): Promise<number | undefined> {
  const row = await db.writeFirst<{ pieces: number }>(sql`update uploads set pieces = pieces + 1
    where ${isOf(link)} and id = ${id}::uuid returning pieces`);
  return row?.pieces;
}

export function listUploads(db: Database, link: UploadsPlace): Promise<UploadRow[]> {
  return db.read(sql`select id, type, file_name, byte_size, fingerprint, created_at from uploads
    where ${isOf(link)} order by created_at, id`);
}

/** All of the invitation's, or the one named; returns those that were there. */
export function deleteUploads(db: Database, link: UploadsPlace, id?: string): Promise<UploadRow[]> {
  return db.write(sql`delete from uploads where ${isOf(link)}
    and (${id}::uuid is null or id = ${id}::uuid) returning id, type, file_name, byte_size, fingerprint, created_at`);
}

/** An effect of its own: the upload goes, and whatever is written with it stands only if it was there. */
export function dropUpload(link: UploadsPlace, id: string): (guard: Sql) => Sql {
  return (guard) => sql`effect as (delete from uploads
    where ${isOf(link)} and id = ${id}::uuid and ${guard} returning id)`;
}

/** An upload took its place in the draft when it began: whoever deletes the row is the one who attaches the file. */
export function placeOfUpload(id: string): Admission {
  return {
    uploadId: id,
    ctes: (guard) => [
      sql`upload as (delete from uploads u using standing
        where u.seller_id = standing.seller_id and u.invitation_id = standing.id and u.id = ${id}::uuid and ${guard} returning u.id)`,
    ],
    condition: sql`exists (select from upload)`,
  };
}

/** An unfinished upload of what seems the same file: the oldest of its document, name and size. */
export async function findTwin(db: Database, link: UploadsPlace, file: TwinFacts): Promise<string | undefined> {
  const row = await db.findFirst<{ id: string }>(sql`select id from uploads
    where ${isOf(link)} and type = ${file.type} and file_name = ${file.fileName}
      and byte_size = ${file.byteSize}::int
    order by created_at, id limit 1`);
  return row?.id;
}

/** Unfinished after a day, or of an invitation or a published link that ended. */
export async function deleteOverdue(db: Database, limit: number): Promise<string[]> {
  const rows = await db.write<{
    id: string;
  }>(sql`/* across sellers: the clock's own work */ delete from uploads where id in (
      select u.id from uploads u
      left join link_place_facts p on p.id = u.invitation_id and p.seller_id = u.seller_id
      left join invitation_facts i on i.id = coalesce(p.invitation_id, u.invitation_id) and i.seller_id = u.seller_id
      where u.created_at < now() - interval '24 hours' or i.status is distinct from 'ACTIVE' or p.used_at is not null
      limit ${limit}::int)
    returning id`);
  return rows.map(({ id }) => id);
}

/** The oldest of those of which bytes have come; undefined where there is none. */
export async function deleteOldest(db: Database): Promise<string | undefined> {
  const row = await db.writeFirst<{
    id: string;
  }>(sql`/* across sellers: what goes first when the disk is short */ delete from uploads where id in (
      select id from uploads where pieces > 0 order by created_at, id limit 1 for update skip locked)
    returning id`);
  return row?.id;
}

export async function findKnownUploads(db: Database, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.read<{ id: string }>(
    sql`/* across sellers: the sweep of what lies on the disk */ select id from uploads where id = any(${ids}::uuid[])`,
  );
  return new Set(rows.map(({ id }) => id));
}
