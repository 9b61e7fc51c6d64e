import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/utils';
import type { Database } from '../../../platform/db/database.ts';
import { parseFileName } from '../../files/index.ts';
import { isDocumentType } from '../../kyc/documents/index.ts';
import type { PartialFiles } from './partial-files.ts';
import { deleteUploads, findUpload, insertUpload } from './repository.ts';
import { TusError } from './tus-error.ts';
import type { StandingLink } from '../invitations/index.ts';

export const UPLOAD_LIFETIME_MS = 24 * 60 * 60 * 1000;

const FINGERPRINT = /^[0-9a-f]{64}$/;

/** The uploads of one invitation, as tus wants to see them. Those of another one are not there. */
export class UploadStore extends DataStore {
  readonly #db: Database;
  readonly #partials: PartialFiles;
  readonly #link: StandingLink;

  constructor(db: Database, partials: PartialFiles, link: StandingLink) {
    super();
    this.extensions = ['creation', 'termination', 'expiration'];
    this.#db = db;
    this.#partials = partials;
    this.#link = link;
  }

  override async create(upload: Upload): Promise<Upload> {
    const { filename, type, fingerprint } = upload.metadata ?? {};
    if (!type || !isDocumentType(type)) throw new TusError(422, 'type-missing');
    const made = await insertUpload(this.#db, this.#link, {
      id: upload.id,
      type,
      fileName: parseFileName(filename ?? '').text,
      byteSize: upload.size ?? 0,
      fingerprint: fingerprint && FINGERPRINT.test(fingerprint) ? fingerprint : null,
    });
    if (!made) throw new TusError(422, 'too-many-files');
    return upload;
  }

  /** Without its metadata: nobody needs the file's name a second time. */
  override async getUpload(id: string): Promise<Upload> {
    const row = await findUpload(this.#db, this.#link, id);
    if (!row) throw new TusError(404, 'not-found');
    const offset = await this.#partials.receivedBytes(id);
    return new Upload({ id, size: row.byte_size, offset, creation_date: row.created_at.toISOString() });
  }

  /** A removal does not wait for the piece under way: that ends as one of an upload that is not there, and leaves no bytes. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    try {
      const end = await this.#partials.append(id, offset, source);
      // Begun anew where the removal came just before: later pieces find that theirs does not fit.
      if (offset === 0) await this.#requirePresent(id);
      return end;
    } catch (error) {
      await this.#requirePresent(id);
      throw error;
    }
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
