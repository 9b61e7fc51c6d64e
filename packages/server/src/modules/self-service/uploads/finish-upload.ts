import type { Database } from '../../../platform/db/database.ts';
import { type Asker, FileError, type FileStore, FileUnchecked, FileUnsafe } from '../../files/index.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { type DocumentType, findNameOfUpload, MAX_FILE_BYTES } from '../../kyc/documents/index.ts';
import type { PartialFiles } from './partial-files.ts';
import { dropUpload, findUpload, placeOfUpload, type UploadRow } from './repository.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { LinkVisitor } from '../invitations/index.ts';
import { attachFile, infectedEntry } from '../submissions/index.ts';

/** Where a failure does not say how long it lasts. */
const LATER_SECONDS = 60;

export interface FinishDeps {
  readonly db: Database;
  readonly files: FileStore;
  readonly partials: PartialFiles;
  /** Hears of failures that are the server's own. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * `attached`: the file is in the draft, now or since an earlier call. `incomplete`: bytes are missing still. `later`:
 * the virus scanner gave no verdict, the judges are busy or the disk is full, and the upload waits for the next call. `refused`: the file
 * was judged unfit, and is gone. `damaged`: what waited could not be read any more, and is gone. `stale`: neither upload nor file
 * is there, or the link ended meanwhile.
 */
export type FinishOutcome =
  | { readonly kind: 'attached'; readonly fileName: string }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'refused'; readonly error: FileError; readonly type: DocumentType; readonly fileName: string }
  | {
      readonly kind: 'later';
      readonly type: DocumentType;
      readonly fileName: string;
      readonly retryAfterSeconds: number;
    }
  | { readonly kind: 'damaged'; readonly type: DocumentType; readonly fileName: string };

export interface FinishWish {
  readonly id: string;
  readonly asker: Asker;
}

/**
 * Makes a whole upload a file of the draft. Safe to repeat, also at the same instant in two processes: the statement that adds the
 * file takes the upload away, and only one can.
 */
export async function finishUpload(
  deps: FinishDeps,
  visitor: LinkVisitor,
  { id, asker }: FinishWish,
): Promise<FinishOutcome> {
  const { db, partials } = deps;
  const { link, actor } = visitor;
  const row = await findUpload(db, link, id);
  const attached = async (): Promise<FinishOutcome | undefined> => {
    const fileName = await findNameOfUpload(db, link.id, id);
    return fileName === undefined ? undefined : { kind: 'attached', fileName };
  };
  if (!row) return (await attached()) ?? { kind: 'stale' };
  if ((await partials.receivedBytes(id)) < row.byte_size) return { kind: 'incomplete' };
  const received = await receive(deps, row, asker);
  if ('kind' in received && received.kind === 'later') return received;
  if ('kind' in received) {
    const audit = isInfected(received) ? [infectedEntry(link, row.type)] : [];
    await commitWrite(db, { effect: dropUpload(link, id), actor, audit });
    await partials.remove(id);
    // The twin of a finished call finds its bytes gone.
    return (await attached()) ?? received;
  }
  const upload = { type: row.type, stored: received, admission: placeOfUpload(id) };
  if (!(await attachFile(deps, visitor, upload))) return (await attached()) ?? { kind: 'stale' };
  await partials.remove(id);
  return { kind: 'attached', fileName: received.fileName };
}

function isInfected(outcome: FinishOutcome): boolean {
  return outcome.kind === 'refused' && outcome.error instanceof FileUnsafe && outcome.error.reason === 'infected';
}

async function receive({ files, partials, onFailure }: FinishDeps, row: UploadRow, asker: Asker) {
  const { id, type, file_name: fileName } = row;
  const source = partials.read(id);
  let broken: unknown;
  source.on('error', (error) => (broken = error));
  try {
    return await files.receive(source, { fileName, maxBytes: MAX_FILE_BYTES, isBegun: true, ...asker });
  } catch (error) {
    if (error instanceof FileUnchecked) {
      return { kind: 'later', type, fileName, retryAfterSeconds: error.retryAfterSeconds } as const;
    }
    if (error instanceof FileError) return { kind: 'refused', error, type, fileName } as const;
    if (error === broken) return { kind: 'damaged', type, fileName } as const;
    if (!(error instanceof ProblemError) || error.status !== 503) throw error;
    onFailure(error.cause ?? error);
    const { retryAfterSeconds = LATER_SECONDS } = error.extras;
    return { kind: 'later', type, fileName, retryAfterSeconds } as const;
  }
}
