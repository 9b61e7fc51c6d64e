import type { Declared } from '../../declare/declared.ts';
import { listDocuments } from './list.ts';
import { uploadDocument } from './upload.ts';
import { readDocumentContent } from './download.ts';
import { patchDocument } from './update.ts';
import { rejectDocument } from './reject.ts';
import { withdrawDocument } from './withdraw.ts';

export const commands: readonly Declared[] = [
  listDocuments,
  uploadDocument,
  readDocumentContent,
  patchDocument,
  rejectDocument,
  withdrawDocument,
];
