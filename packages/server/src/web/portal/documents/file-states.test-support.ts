import type { SessionContext } from '../session/session-address.ts';
import { renderDocuments } from './documents-page.ts';
import type { Documents, DocumentsModel } from './documents-model.ts';
import { type FileViewModel, renderFileView } from './file-view-page.ts';

interface Sample {
  readonly model: DocumentsModel;
  /** With as many files as a draft takes. */
  readonly full: Documents;
  readonly within: SessionContext;
  readonly mend: <Model>(model: Model) => Model;
}

const fileName = 'fatura.jpg';

/** What becomes of a file that is there, by name. */
export function fileStates({ model, full, within, mend }: Sample): Record<string, () => string> {
  const { request, documents } = model;
  const documentsState = (more: Partial<DocumentsModel>) => renderDocuments(mend({ ...model, ...more }), within);
  const viewState = (view: FileViewModel) => renderFileView(mend(view), within);
  const pdf: FileViewModel = {
    request,
    id: 'f1',
    fileName: 'Certidão permanente.pdf',
    preview: { width: 320, height: 452 },
    copy: 'pdf',
    back: 'documents?file=f1',
  };
  const [other] = documents.others;
  const twins: Documents = { ...documents, others: other ? [{ ...other, twinOf: 'CONTACT_PASSPORT' }] : [] };
  return {
    documentsRemoved: () => documentsState({ notice: { kind: 'removed', fileName, fileId: 'f9' } }),
    documentsRestored: () => documentsState({ notice: { kind: 'restored', fileName } }),
    documentsErrorRestoreFull: () =>
      documentsState({ documents: full, errors: [{ code: 'restore-full', type: 'VAT_CERTIFICATE', fileName }] }),
    documentsErrorRestoreLate: () => documentsState({ errors: [{ code: 'restore-late' }] }),
    documentsTwin: () => documentsState({ documents: twins, notice: { kind: 'added', fileName } }),
    filePdf: () => viewState(pdf),
    filePicture: () => viewState({ ...pdf, fileName: `${'IMG_'.repeat(20)}.heic`, copy: 'picture' }),
    fileOfBefore: () => viewState({ ...pdf, preview: undefined, copy: undefined, back: 'done' }),
  };
}
