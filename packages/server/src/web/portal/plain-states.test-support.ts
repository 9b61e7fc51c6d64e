import { renderReceipt } from './review/receipt-page.ts';
import type { ReceiptModel, ReviewModel } from './review/review-model.ts';
import { renderReview } from './review/review-page.ts';
import type { SessionContext } from './session/session-address.ts';
import type { Documents, DocumentsModel } from './documents/documents-model.ts';
import { renderDocuments } from './documents/documents-page.ts';

interface Sample {
  readonly model: DocumentsModel;
  readonly review: ReviewModel;
  readonly receipt: ReceiptModel;
  readonly within: SessionContext;
  /** Of who has sent his documents. */
  readonly afterwards: SessionContext;
  readonly mend: <Model>(model: Model) => Model;
}

/** As most see it, where nothing went wrong: from the first card to the receipt, by name. */
export function plainStates({
  model,
  review,
  receipt,
  within,
  afterwards,
  mend,
}: Sample): Record<string, () => string> {
  const { requested } = model.documents;
  const sample = requested.flatMap(({ files }) => files).at(0);
  /** All before the document are there, and nothing from it on. */
  const upTo = (count: number): Documents => ({
    requested: requested.map((document, at) => ({
      ...document,
      isFulfilled: at < count,
      files:
        at < count && sample
          ? [{ ...sample, id: `p${at}`, type: document.type, fileName: `scan-${at + 1}.pdf`, looksEmpty: false }]
          : [],
    })),
    others: [],
  });
  const page = (documents: Documents) => () => renderDocuments(mend({ ...model, documents }), within);
  const all = upTo(requested.length);
  const kinds = requested.findIndex((document) => document.kinds.length > 1);
  return {
    documentsNew: page(upTo(0)),
    documentsKinds: page(upTo(kinds)),
    documentsDone: page(all),
    reviewDone: () => renderReview(mend({ ...review, documents: all }), within),
    receiptPlain: () =>
      renderReceipt(
        mend({
          ...receipt,
          answer: { isCorrect: true },
          redirectUrl: undefined,
          files: all.requested.flatMap(({ files }) => files),
        }),
        afterwards,
      ),
  };
}
