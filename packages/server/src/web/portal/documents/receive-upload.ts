import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../../platform/problems/problems.ts';
import {
  type Asker,
  FileError,
  type FileStore,
  FileUnchecked,
  type StoredFile,
  UnsupportedFileType,
} from '../../../modules/files/index.ts';
import {
  type DocumentType,
  isDocumentType,
  MAX_DRAFT_FILES,
  MAX_FILE_BYTES,
} from '../../../modules/kyc/documents/index.ts';
import type { DocumentsError, DocumentsErrorCode } from './documents-model.ts';
import { UnsupportedMediaType } from '../../../platform/problems/problem-types.ts';

/** As many files as a draft holds, and the little that stands before them. One byte over, so that the store notices and refuses. */
export const UPLOAD_LIMITS = {
  files: MAX_DRAFT_FILES,
  fields: 8,
  parts: MAX_DRAFT_FILES + 10,
  fieldSize: 200,
  fileSize: MAX_FILE_BYTES + 1,
  headerPairs: 20,
  headerSize: 8_192,
};

export interface ReceivedUploads {
  readonly added: readonly StoredFile[];
  readonly errors: readonly DocumentsError[];
}

/** Makes a received file part of the draft; the error where it cannot be. */
export type Attach = (type: DocumentType, stored: StoredFile) => Promise<DocumentsError | undefined>;

interface UploadDeps {
  readonly files: FileStore;
  readonly asker: Asker;
  /** Hears of failures that are the server's own. */
  readonly onFailure: (error: unknown) => void;
}

/** Nothing more is read of the form: it broke off or is malformed, or the service cannot take files now. */
class FormBroken extends Error {
  override readonly name = 'FormBroken';
  readonly said: Omit<DocumentsError, 'type'>;

  constructor(message: string, { cause, said }: { readonly cause: unknown; readonly said: FormBroken['said'] }) {
    super(message, { cause });
    this.said = said;
  }
}

const INCOMPLETE = { code: 'upload-incomplete' } as const;

/**
 * Streams the form's files into the store, each judged on its own and attached at once, so that what came stays when the rest
 * breaks off. Their `type` must stand before them; what else is there is passed over.
 */
export async function receiveUploads(
  request: FastifyRequest,
  deps: UploadDeps,
  attach: Attach,
): Promise<ReceivedUploads> {
  if (!request.isMultipart()) throw new ProblemError(UnsupportedMediaType, 'The body must be multipart/form-data.');
  let type: DocumentType | undefined;
  const added: StoredFile[] = [];
  const errors: DocumentsError[] = [];
  try {
    for await (const part of partsOf(request)) {
      if (part.type === 'field') type ??= typeOf(part);
      else if (part.fieldname === 'file' && part.filename && type) {
        const outcome = await receiveFile(part, type, deps);
        const error = 'error' in outcome ? outcome.error : await attach(type, outcome.stored);
        if (error) errors.push({ ...error, fileName: part.filename });
        else if ('stored' in outcome) added.push(outcome.stored);
      } else part.file.resume();
    }
  } catch (error) {
    // Without this the rest of a refused body would block the connection, and the browser might never show the answer.
    request.raw.unpipe();
    request.raw.resume();
    if (!(error instanceof FormBroken)) throw error;
    errors.push({ ...error.said, type });
  }
  if (added.length + errors.length === 0) errors.push({ code: type ? 'file-missing' : 'type-missing', type });
  const isOne = added.length + errors.length === 1;
  return { added, errors: isOne ? errors.map(({ fileName: _known, ...error }) => error) : errors };
}

async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  const parts = request.parts()[Symbol.asyncIterator]();
  for (;;) {
    const next = await parts.next().catch((error: unknown) => {
      throw new FormBroken('the form cannot be read', { cause: error, said: INCOMPLETE });
    });
    if (next.done) return;
    yield next.value;
  }
}

function typeOf({ fieldname, value }: Extract<Multipart, { type: 'field' }>): DocumentType | undefined {
  return fieldname === 'type' && typeof value === 'string' && isDocumentType(value) ? value : undefined;
}

async function receiveFile(
  { file, filename }: MultipartFile,
  type: DocumentType,
  deps: UploadDeps,
): Promise<{ readonly stored: StoredFile } | { readonly error: DocumentsError }> {
  try {
    return { stored: await deps.files.receive(file, { fileName: filename, maxBytes: MAX_FILE_BYTES, ...deps.asker }) };
  } catch (error) {
    if (error === file.errored || isCutOff(error))
      throw new FormBroken('the file broke off', { cause: error, said: INCOMPLETE });
    if (error instanceof FileError) return { error: errorOfFile(error, type) };
    const later = laterOf(error, type);
    if (!later) throw error;
    deps.onFailure(error);
    throw new FormBroken('no file can be taken', { cause: error, said: { ...later, fileName: filename } });
  }
}

function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** What is no file of a type that is taken, by why. One that begins as such a file was meant to be one. */
const UNSUPPORTED: Readonly<Record<UnsupportedFileType['reason'], DocumentsErrorCode>> = {
  name: 'file-name',
  content: 'file-type',
  structure: 'file-damaged',
};

/** Codes of the store by what the page calls them; all others are files of a wrong kind. */
const CODES: Readonly<Record<string, DocumentsErrorCode>> = {
  'file-too-large': 'file-too-large',
  'file-empty': 'file-empty',
  'file-encrypted': 'file-encrypted',
  'file-no-pages': 'file-no-pages',
  'file-infected': 'file-infected',
  'file-too-many-pixels': 'file-too-many-pixels',
  'file-too-complex': 'file-too-complex',
  'file-unreadable': 'file-damaged',
  'file-damaged': 'file-damaged',
};

export function errorOfFile(error: FileError, type: DocumentType): DocumentsError {
  const { code } = error;
  if (error instanceof FileUnchecked)
    return { code: 'file-unchecked', type, retryAfterSeconds: error.retryAfterSeconds };
  if (error instanceof UnsupportedFileType) return { code: UNSUPPORTED[error.reason], type };
  return { code: CODES[code] ?? 'file-type', type };
}

/** No room on the disk, say: nothing is wrong with the file, and it may be sent again later. */
export function laterOf(error: unknown, type: DocumentType): DocumentsError | undefined {
  if (!(error instanceof ProblemError) || error.slug !== 'unavailable') return undefined;
  return { code: 'file-unchecked', type, retryAfterSeconds: error.extras.retryAfterSeconds };
}
