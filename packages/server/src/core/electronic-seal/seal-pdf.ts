import { PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib';
import { SignPdf } from '@signpdf/signpdf';
import { Signer } from '@signpdf/utils';
import type { SealKey } from './seal-key.ts';
import { signDetached, type TimeStamp } from './cms-signature.ts';

/** Room for the signature with a chain and a time-stamp: some 8 KB are usual. */
const SIGNATURE_BYTES = 24 * 1024;
/** As wide as the longest number that takes its place. */
const NUMBER_TO_COME = '**********';
/** ISO 32000-1, 12.5.3: printed, and not to be moved. */
const PRINT_AND_LOCKED = 4 + 128;
/** ISO 32000-1, 12.7.2: it holds signatures, and is only to be added to. */
const SIGNATURES_EXIST_APPEND_ONLY = 3;

export interface SealWish {
  readonly key: SealKey;
  readonly now: Date;
  readonly timeStamp?: TimeStamp | undefined;
}

/**
 * The PDF with an invisible seal over all of its bytes (PAdES, ETSI EN 319 142-1: baseline B, or T with a time-stamp). What makes it PDF/A
 * and its tags stay as they are. It must hold no form and no seal yet.
 */
export async function sealPdf(pdf: Buffer, { key, now, timeStamp }: SealWish): Promise<Buffer> {
  const prepared = await withPlaceholder(pdf, now);
  return new SignPdf().sign(prepared, new DetachedSigner(key, timeStamp));
}

class DetachedSigner extends Signer {
  readonly #key: SealKey;
  readonly #timeStamp: TimeStamp | undefined;

  constructor(key: SealKey, timeStamp: TimeStamp | undefined) {
    super();
    this.#key = key;
    this.#timeStamp = timeStamp;
  }

  override sign(content: Buffer): Promise<Buffer> {
    return signDetached(content, this.#key, this.#timeStamp);
  }
}

async function withPlaceholder(pdf: Buffer, now: Date): Promise<Buffer> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const { context, catalog } = document;
  if (catalog.has(PDFName.of('AcroForm'))) throw new Error('a PDF with a form is not sealed');
  const signature = context.obj({ Type: 'Sig', Filter: 'Adobe.PPKLite', SubFilter: 'ETSI.CAdES.detached' });
  const numbers = Array.from({ length: 3 }, () => PDFName.of(NUMBER_TO_COME));
  signature.set(PDFName.of('ByteRange'), context.obj([0, ...numbers]));
  signature.set(PDFName.of('Contents'), PDFHexString.of('0'.repeat(2 * SIGNATURE_BYTES)));
  signature.set(PDFName.of('M'), PDFString.fromDate(now));
  const [page] = document.getPages();
  if (!page) throw new Error('a PDF without a page is not sealed');
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: PDFString.of('Seal'),
      Rect: [0, 0, 0, 0],
      F: PRINT_AND_LOCKED,
      P: page.ref,
      V: context.register(signature),
    }),
  );
  page.node.set(PDFName.of('Annots'), context.obj([widget]));
  catalog.set(PDFName.of('AcroForm'), context.obj({ SigFlags: SIGNATURES_EXIST_APPEND_ONLY, Fields: [widget] }));
  return Buffer.from(
    await document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false }),
  );
}
