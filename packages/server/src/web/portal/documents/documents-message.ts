import { formatByteSize, formatNumber, translatorFor, type Language } from '../../../modules/texts/index.ts';
import { cardHeadingId, fileFieldId, otherTypeFieldId } from './upload-form.ts';
import { reasonFieldId } from './not-supplied-part.ts';
import { REASON_MAX_LENGTH } from '../../../modules/self-service/submissions/index.ts';
import type { FieldMessage } from '../../shared/error-summary.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';
import type { DocumentsError, DocumentsErrorCode, DocumentsModel } from './documents-model.ts';

const errorTexts = {
  'file-missing': 'documents.errorFileMissing',
  'file-empty': 'documents.errorFileEmpty',
  'file-too-large': 'documents.errorFileTooLarge',
  'file-type': 'documents.errorFileType',
  'file-name': 'documents.errorFileName',
  'file-too-complex': 'documents.errorFileTooComplex',
  'file-encrypted': 'documents.errorFileEncrypted',
  'file-no-pages': 'documents.errorFileNoPages',
  'file-infected': 'documents.errorFileInfected',
  'file-too-many-pixels': 'documents.errorFileTooManyPixels',
  'file-unchecked': 'documents.errorScannerUnavailable',
  'file-damaged': 'documents.errorFileDamaged',
  'upload-incomplete': 'documents.errorIncomplete',
  'too-many-files': 'documents.errorTooManyFiles',
  'no-room': 'documents.errorNoRoom',
  'type-missing': 'documents.errorTypeMissing',
  'restore-full': 'documents.errorRestoreFull',
  'restore-late': 'documents.errorRestoreLate',
  'reason-missing': 'documents.errorReasonMissing',
  'reason-too-long': 'documents.errorReasonLong',
} as const satisfies Record<DocumentsErrorCode, string>;

/** The words for an error and the field that they belong to. Where several files came at once they name the file. */
export function documentsMessage(error: DocumentsError, model: DocumentsModel, language: Language): FieldMessage {
  const translate = translatorFor(language);
  const card = model.documents.requested.find(({ kinds }) => error.type !== undefined && kinds.includes(error.type));
  const document = card === undefined ? translate('documents.other') : translate(`documentType.${card.type}`);
  const values = {
    name: error.fileName === undefined ? document : `${document}, ${error.fileName}`,
    size: formatByteSize(model.limits.maxBytes, language),
    max: error.code === 'reason-too-long' ? formatNumber(REASON_MAX_LENGTH, language) : model.limits.maxFiles,
  };
  return { fieldId: fieldIdOf(error, model, card?.type), text: translate(errorTexts[error.code], values) };
}

/** The card's own field, or, where the draft takes no more, its heading; the count where not even the card is known, or no field would help. */
function fieldIdOf({ code, type }: DocumentsError, model: DocumentsModel, cardType: DocumentType | undefined): string {
  if (isOfReason(code)) return reasonFieldId(cardType);
  if (code === 'restore-late' || code === 'restore-full') return 'file-count';
  if (isFull(model)) return type === undefined ? 'file-count' : cardHeadingId(cardType);
  return code === 'type-missing' ? otherTypeFieldId : fileFieldId(cardType);
}

function isOfReason(code: DocumentsErrorCode): boolean {
  return code === 'reason-missing' || code === 'reason-too-long';
}

/** Files in the draft; those on their way have their room already. */
export function countOf({ documents }: DocumentsModel): number {
  return documents.requested.reduce((sum, { files }) => sum + files.length, documents.others.length);
}

export function isFull(model: DocumentsModel): boolean {
  return countOf(model) + (model.unfinished?.length ?? 0) >= model.limits.maxFiles;
}
