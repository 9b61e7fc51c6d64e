import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../platform/problems/problems.ts';
import { FileEmpty, FileError, type FileStore, FileTooLarge, type StoredFile } from '../files/index.ts';
import { type DocumentType, isDocumentType, MAX_FILE_BYTES } from '../kyc/index.ts';
import type { DocumentsError, DocumentsErrorCode } from './views/index.ts';

/** One file and the little that stands before it. One byte over, so that the store notices and refuses. */
export const UPLOAD_LIMITS = {
  files: 1,
  fields: 8,
  parts: 10,
  fieldSize: 200,
  fileSize: MAX_FILE_BYTES + 1,
  headerPairs: 20,
  headerSize: 8_192,
};

export type ReceivedUpload =
  { readonly type: DocumentType; readonly stored: StoredFile } | { readonly error: DocumentsError };

/** The form broke off or is malformed: nothing more can be read from it. */
class FormBroken extends Error {
  override readonly name = 'FormBroken';
}

/** Streams the form's one file into the store. Its `type` must stand before it; what else is there is passed over. */
export async function receiveUpload(request: FastifyRequest, files: FileStore): Promise<ReceivedUpload> {
  if (!request.isMultipart()) throw new ProblemError('unsupported-media-type', 'The body must be multipart/form-data.');
  let type: DocumentType | undefined;
  let received: ReceivedUpload | undefined;
  try {
    for await (const part of partsOf(request)) {
      if (part.type === 'field') type ??= typeOf(part);
      else if (part.fieldname === 'file' && part.filename && type && !received)
        received = await receiveFile(part, type, files);
      else part.file.resume();
    }
  } catch (error) {
    if (received && 'stored' in received) await files.remove(received.stored.storageKey);
    // Without this the rest of a refused body would block the connection, and the browser might never show the answer.
    request.raw.unpipe();
    request.raw.resume();
    if (error instanceof FormBroken) return { error: { code: 'upload-incomplete', type } };
    if (error instanceof FileError) return { error: { code: codeOf(error), type } };
    throw error;
  }
  return received ?? { error: { code: type ? 'file-missing' : 'type-missing', type } };
}

async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  const parts = request.parts()[Symbol.asyncIterator]();
  for (;;) {
    const next = await parts.next().catch((error: unknown) => {
      throw new FormBroken('the form cannot be read', { cause: error });
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
  files: FileStore,
): Promise<ReceivedUpload> {
  try {
    return { type, stored: await files.receive(file, { fileName: filename, maxBytes: MAX_FILE_BYTES }) };
  } catch (error) {
    throw error === file.errored || isCutOff(error) ? new FormBroken('the file broke off', { cause: error }) : error;
  }
}

function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function codeOf(error: FileError): DocumentsErrorCode {
  if (error instanceof FileTooLarge) return 'file-too-large';
  return error instanceof FileEmpty ? 'file-empty' : 'file-type';
}
