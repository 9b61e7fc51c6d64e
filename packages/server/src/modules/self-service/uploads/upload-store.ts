import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/utils';
import type { DiskRoom } from '../../../platform/disk-room.ts';
import type { Database } from '../../../platform/db/database.ts';
import { parseFileName } from '../../files/index.ts';
import { isDocumentType } from '../../kyc/documents/index.ts';
import type { PartialFiles } from './partial-files.ts';
import { countPiece, deleteUploads, findUpload, insertUpload, type UploadRow } from './repository.ts';
import { TusError } from './tus-error.ts';
import type { StandingLink } from '../invitations/index.ts';

export const UPLOAD_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** All but the last piece bring as much. A line that dies in the middle of one may leave less. */
const MIN_PIECE_BYTES = 64 * 1024;
/** The page's own pieces are of 960 KiB, 22 for the largest file, or 320 of the smallest ones; the rest is for lines that die again and again. */
const MAX_PIECES = 2_000;

const FINGERPRINT = /^[0-9a-f]{64}$/;

export interface UploadStoreOptions {
  readonly db: Database;
  readonly partials: PartialFiles;
  readonly link: StandingLink;
  readonly room: DiskRoom;
  readonly fileQuotaBytes: number;
  /** What the request announces; undefined where it does not. */
  readonly pieceBytes: number | undefined;
}

/** The uploads of one invitation, as tus wants to see them. Those of another one are not there. */
export class UploadStore extends DataStore {
  readonly #db: Database;
  readonly #partials: PartialFiles;
  readonly #link: StandingLink;
  readonly #room: DiskRoom;
  readonly #fileQuotaBytes: number;
  readonly #pieceBytes: number | undefined;

  constructor({ db, partials, link, room, fileQuotaBytes, pieceBytes }: UploadStoreOptions) {
    super();
    this.extensions = ['creation', 'termination', 'expiration'];
    this.#db = db;
    this.#partials = partials;
    this.#link = link;
    this.#room = room;
    this.#fileQuotaBytes = fileQuotaBytes;
    this.#pieceBytes = pieceBytes;
  }

  override async create(upload: Upload): Promise<Upload> {
    const { filename, type, fingerprint } = upload.metadata ?? {};
    if (!type || !isDocumentType(type)) throw new TusError(422, 'type-missing');
    await this.#room.require(upload.size ?? 0);
    const made = await insertUpload(this.#db, this.#link, {
      id: upload.id,
      type,
      fileName: parseFileName(filename ?? '').text,
      byteSize: upload.size ?? 0,
      fileQuotaBytes: this.#fileQuotaBytes,
      fingerprint: fingerprint && FINGERPRINT.test(fingerprint) ? fingerprint : null,
    });
    if (made === 'over') throw new TusError(422, 'no-room');
    if (made === 'full') throw new TusError(422, 'too-many-files');
    return upload;
  }

  /** Without its metadata: nobody needs the file's name a second time. */
  override async getUpload(id: string): Promise<Upload> {
    // Before its row: the bytes of an upload that is removed meanwhile go after the row.
    const offset = await this.#partials.receivedBytes(id);
    const row = await this.#find(id);
    return new Upload({ id, size: row.byte_size, offset, creation_date: row.created_at.toISOString() });
  }

  /** A removal does not wait for the piece under way: that ends as one of an upload that is not there, and leaves no bytes. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    await this.#takePiece(id, offset);
    try {
      const end = await this.#partials.append(id, offset, source);
      // Begun anew where the removal came just before.
      await this.#requirePresent(id);
      return end;
    } catch (error) {
      await this.#requirePresent(id);
      throw error;
    }
  }

  async #takePiece(id: string, offset: number): Promise<void> {
    const { byte_size: byteSize } = await this.#find(id);
    const announced = this.#pieceBytes ?? MIN_PIECE_BYTES;
    if (announced < MIN_PIECE_BYTES && offset + announced < byteSize) throw new TusError(400, 'piece-too-small');
    const pieces = await countPiece(this.#db, this.#link, id);
    if (pieces === undefined || pieces <= MAX_PIECES) return;
    await this.remove(id);
    throw new TusError(422, 'too-many-pieces');
  }

  async #find(id: string): Promise<UploadRow> {
    const row = await findUpload(this.#db, this.#link, id);
    if (!row) throw new TusError(404, 'not-found');
    return row;
  }

  async #requirePresent(id: string): Promise<void> {
    if (await findUpload(this.#db, this.#link, id)) return;
    await this.#partials.remove(id);
    throw new TusError(404, 'not-found');
  }

  override async remove(id: string): Promise<void> {
    const [removed] = await deleteUploads(this.#db, this.#link, id);
    if (!removed) throw new TusError(404, 'not-found');
    await this.#partials.remove(id);
  }

  override getExpiration(): number {
    return UPLOAD_LIFETIME_MS;
  }
}
