import type { IncomingMessage } from 'node:http';
import type { DiskRoom } from '../../../platform/disk-room.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { FileStore, StoredFile } from '../../files/index.ts';
import type { DocumentType } from '../../kyc/documents/index.ts';
import { answerTus, type TusAnswer } from './answer-tus.ts';
import { type FinishOutcome, finishUpload, type FinishWish } from './finish-upload.ts';
import { createJoinedWork } from './joined-work.ts';
import { createPartialFiles, uploadsDirectory } from './partial-files.ts';
import {
  deleteUploads,
  findTwin,
  isRoom,
  listUploads,
  placeOfUpload,
  type UploadRow,
  type UploadsPlace,
} from './repository.ts';
import { createUploadLocker } from './upload-locker.ts';
import { UploadStore } from './upload-store.ts';
import type { LinkVisitor, StandingLink } from '../invitations/index.ts';
import { attachFile, restoreFile, type RestoreOutcome } from '../submissions/index.ts';

export interface UnfinishedUpload {
  readonly id: string;
  readonly type: DocumentType;
  readonly fileName: string;
  readonly byteSize: number;
  readonly receivedBytes: number;
  readonly fingerprint: string | undefined;
  readonly begunAt: Date;
}

export interface ReceivedFile {
  readonly type: DocumentType;
  readonly stored: StoredFile;
}

interface UploadPlace {
  readonly link: StandingLink;
  /** Where the addresses of its uploads start. */
  readonly path: string;
}

/** Files that come in pieces, over lines that break and in processes that die (contract 3.6). */
export interface Uploads {
  /** A request of the tus protocol on the invitation's uploads. Those of other invitations are 404. */
  answer(raw: IncomingMessage, place: UploadPlace): Promise<TusAnswer>;
  /** Makes a whole upload a file of the draft; safe to repeat, and a repeat joins what is under way. */
  finish(visitor: LinkVisitor, wish: FinishWish): Promise<FinishOutcome>;
  /**
   * Makes a file that came in one request part of the draft, in the place of its own unfinished upload where there is one. False:
   * the link ended meanwhile or the draft is full.
   */
  attach(visitor: LinkVisitor, file: ReceivedFile): Promise<boolean>;
  /** Puts back a file that was taken out of the draft, where that has room for it; safe to repeat. */
  restore(visitor: LinkVisitor, fileId: string): Promise<RestoreOutcome>;
  /** What is still to come, oldest first. */
  listUnfinished(link: UploadsPlace): Promise<UnfinishedUpload[]>;
  /** Ends one upload, or all of the invitation's, and deletes its bytes. Returns the names of those that were there. */
  drop(link: UploadsPlace, id?: string): Promise<string[]>;
  close(): Promise<void>;
}

export interface UploadsOptions {
  readonly db: Database;
  /** For the locks' own connection, opened when the first upload comes. */
  readonly databaseUrl: string;
  readonly files: FileStore;
  readonly keyring: Keyring;
  readonly dataDir: string;
  readonly room: DiskRoom;
  readonly fileQuotaBytes: number;
  readonly log: Logger;
}

export function createUploads(options: UploadsOptions): Uploads {
  const { db, databaseUrl, files, keyring, room, fileQuotaBytes, log } = options;
  const partials = createPartialFiles({ directory: uploadsDirectory(options.dataDir), keyring });
  const finishing = createJoinedWork<FinishOutcome>();
  const locker = createUploadLocker({ databaseUrl, log });
  const onFailure = (error: unknown): void => log.error({ err: error }, 'an upload failed');

  async function describe(row: UploadRow): Promise<UnfinishedUpload> {
    const { id, type, file_name: fileName, byte_size: byteSize } = row;
    const receivedBytes = await partials.receivedBytes(id);
    return {
      id,
      type,
      fileName,
      byteSize,
      receivedBytes,
      fingerprint: row.fingerprint ?? undefined,
      begunAt: row.created_at,
    };
  }

  return {
    answer(raw, { link, path }) {
      const announced = raw.headers['content-length'];
      const pieceBytes = announced === undefined ? undefined : Number(announced);
      return answerTus(raw, {
        path,
        store: new UploadStore({ db, partials, link, room, fileQuotaBytes, pieceBytes }),
        locker,
        onFailure,
      });
    },
    finish(visitor, { id, asker }) {
      // Of another link's upload it is told that there is none: its finishing is not to be joined.
      const asking = { key: `${visitor.link.id} ${id}`, signal: asker.signal };
      return finishing(asking, (signal) => {
        return finishUpload({ db, files, partials, onFailure }, visitor, { id, asker: { ...asker, signal } });
      });
    },
    async attach(visitor, { type, stored }) {
      const { fileName, byteSize } = stored;
      const id = await findTwin(db, visitor.link, { type, fileName, byteSize });
      const admission = id === undefined ? { condition: isRoom } : placeOfUpload(id);
      const isAttached = await attachFile({ db, files }, visitor, { type, stored, admission });
      if (isAttached && id !== undefined) await partials.remove(id);
      return isAttached;
    },
    restore: (visitor, fileId) => restoreFile(db, visitor, { fileId, isRoom }),
    listUnfinished: async (link) => Promise.all((await listUploads(db, link)).map(describe)),
    async drop(link, id) {
      const dropped = await deleteUploads(db, link, id);
      await Promise.all(dropped.map((row) => partials.remove(row.id)));
      return dropped.map((row) => row.file_name);
    },
    close: () => locker.close(),
  };
}
