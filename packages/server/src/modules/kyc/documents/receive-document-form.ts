import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { refuseInvalid } from '../../../platform/http/validation.ts';
import { type FieldError, ProblemError } from '../../../platform/problems/problems.ts';
import type { ReceivedBody } from '../../../core/api/index.ts';
import {
  FileEmpty,
  type Asker,
  type FileStore,
  FileTooLarge,
  FileUnchecked,
  FileUnreadable,
  FileUnsafe,
  type StoredFile,
  UnsupportedFileType,
} from '../../files/index.ts';
import { type DocumentType, isDocumentType } from './document-types.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import {
  MalformedRequest,
  PayloadTooLarge,
  Unavailable,
  UnsupportedMediaType,
} from '../../../platform/problems/problem-types.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';

/** One byte over, as the parser would end a file at its limit like any other; the store counts, and refuses. */
export const FORM_LIMITS = {
  fileSize: MAX_FILE_BYTES + 1,
  files: 4,
  fields: 20,
  parts: 24,
  fieldSize: 2_000,
  headerPairs: 20,
  headerSize: 8_192,
};

export interface FormDeps {
  readonly files: FileStore;
  readonly asker: Asker;
  /** Told before the file is refused, with the type where it stood before the file. */
  readonly onInfected: (type: DocumentType | undefined) => Promise<void>;
}

interface Form {
  readonly fields: Map<string, string>;
  readonly errors: FieldError[];
  file?: StoredFile;
}

/**
 * Reads the form of an upload and stores its file while it arrives. Rejects with 400, 413, 415 or 422 of contract 2.6; then
 * nothing of the file is kept.
 */
export async function receiveDocumentForm(
  deps: FormDeps,
  request: FastifyRequest,
): Promise<ReceivedBody<StoredFile | undefined>> {
  if (!request.isMultipart()) {
    throw new ProblemError(UnsupportedMediaType, 'The body must be multipart/form-data.');
  }
  const form: Form = { fields: new Map(), errors: [] };
  const discard = async (): Promise<void> => {
    if (form.file) await discardFile(deps.files, form.file, request);
  };
  try {
    await readParts(deps, request, form);
    refuseInvalid(form.errors);
  } catch (error) {
    await discard();
    // Without this the rest of a refused body would block the connection, and the client might never read the answer.
    request.raw.unpipe();
    request.raw.resume();
    throw error;
  }
  return {
    value: { ...Object.fromEntries(form.fields), ...(form.file && { file: factsOf(form.file) }) },
    held: form.file,
    settle: async (used) => void (used || (await discard())),
  };
}

async function readParts(deps: FormDeps, request: FastifyRequest, form: Form): Promise<void> {
  const incoming = request.parts()[Symbol.asyncIterator]();
  for (;;) {
    const { done, value: part } = await incoming.next().catch(refuseForm);
    if (done) return;
    if (part.type === 'field') takeField(part, form);
    else await takeFile(deps, part, form);
  }
}

function takeField(part: Extract<Multipart, { type: 'field' }>, { fields, errors }: Form): void {
  const { fieldname: field, value } = part;
  if (typeof field !== 'string') throw malformed();
  if (part.valueTruncated) errors.push({ field, message: 'is too long' });
  else if (field === 'file' || typeof value !== 'string') errors.push(wrongKind(field));
  else if (fields.has(field)) errors.push({ field, message: 'is there more than once' });
  else fields.set(field, value);
}

function wrongKind(field: string): FieldError {
  return { field, message: field === 'file' ? 'must be a file' : 'must be plain text' };
}

async function takeFile(deps: FormDeps, part: MultipartFile, form: Form): Promise<void> {
  const { fieldname: field, file: source } = part;
  if (field === 'file' && !form.file) {
    form.file = await storeFile(deps, part, form.fields.get('type'));
    return;
  }
  if (typeof field !== 'string') throw malformed();
  const message = form.fields.has(field) || field === 'file' ? 'is there more than once' : 'must not be a file';
  form.errors.push({ field, message });
  source.resume();
}

async function storeFile(
  { files, asker, onInfected }: FormDeps,
  { file: source, filename }: MultipartFile,
  type = '',
): Promise<StoredFile> {
  try {
    return await files.receive(source, { fileName: filename ?? '', maxBytes: MAX_FILE_BYTES, ...asker });
  } catch (error) {
    if (error instanceof FileTooLarge) {
      throw new ProblemError(PayloadTooLarge, `A file may have at most ${MAX_FILE_BYTES} bytes.`);
    }
    if (error instanceof FileEmpty) throw fieldProblem('file', 'is empty');
    if (error instanceof UnsupportedFileType) {
      throw new ProblemError(UnsupportedMediaType, UNSUPPORTED[error.reason]);
    }
    if (error instanceof FileUnsafe && error.reason === 'infected') {
      await onInfected(isDocumentType(type) ? type : undefined);
    }
    if (error instanceof FileUnsafe) throw fieldProblem('file', UNSAFE[error.reason]);
    if (error instanceof FileUnreadable) throw fieldProblem('file', 'is damaged: its content cannot be read');
    if (error instanceof FileUnchecked) throw unchecked(error);
    // Asked afterwards: an upload may break off before anybody could listen.
    if (error === source.errored || isCutOff(error)) throw malformed();
    throw error;
  }
}

function unchecked(cause: FileUnchecked): ProblemError {
  const { retryAfterSeconds } = cause;
  const problem = new ProblemError(Unavailable, 'The file cannot be checked right now. Try again later.', {
    retryAfterSeconds,
  });
  problem.cause = cause;
  return problem;
}

const UNSUPPORTED: Readonly<Record<UnsupportedFileType['reason'], string>> = {
  name: 'Files with this extension are not accepted, whatever is in them. Only PDF, JPEG, PNG and HEIC are.',
  content: 'Only PDF, JPEG, PNG and HEIC are accepted, by content.',
  structure: 'The content begins as PDF, JPEG, PNG or HEIC, and is not well formed.',
};

const UNSAFE: Readonly<Record<FileUnsafe['reason'], string>> = {
  encrypted: 'needs a password to open',
  'no-pages': 'has no page to read',
  infected: 'was found to be infected by the virus scanner',
  'too-many-pixels': 'is too large a picture: at most 50 megapixels, 20,000 on a side, 256 MB decoded',
  'too-complex': 'takes too much time or memory to read',
};

function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** Everything that the parser throws comes from the bytes that were sent. */
function refuseForm(error: unknown): never {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 413) {
    throw new ProblemError(PayloadTooLarge, 'The form has too many parts.');
  }
  throw malformed();
}

function malformed(): ProblemError {
  return new ProblemError(MalformedRequest, 'The body is not valid multipart/form-data.');
}

function factsOf({ fileName, sha256, byteSize }: StoredFile): object {
  return { fileName, sha256: sha256.toString('hex'), byteSize };
}

/** A file that cannot be removed now is left to the sweep: the answer does not depend on it. */
async function discardFile(files: FileStore, stored: StoredFile, request: FastifyRequest): Promise<void> {
  try {
    await files.discard(stored);
  } catch (error) {
    request.log.warn({ err: error }, 'an unused file could not be removed');
  }
}
