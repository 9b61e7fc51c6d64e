import type { Declared } from '../../declare/declared.ts';
import { listProspects } from './list.ts';
import { getProspect } from './get.ts';
import { listProspectDocuments } from './documents.ts';
import { readProspectDocumentContent } from './download.ts';
import { convertProspect } from './convert.ts';
import { declineProspect } from './decline.ts';
import { eraseProspect } from './erase.ts';

export const commands: readonly Declared[] = [
  listProspects,
  getProspect,
  listProspectDocuments,
  readProspectDocumentContent,
  convertProspect,
  declineProspect,
  eraseProspect,
];
