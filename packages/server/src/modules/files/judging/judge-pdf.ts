import { PDFDict, PDFName, PDFNull } from '@cantoo/pdf-lib';
import type { Refusal } from './judgement.ts';
import { hasActiveContent, namesActiveContent } from './pdf-active-content.ts';
import { type PdfObjects, readPdfObjects } from './pdf-objects.ts';

/** Why a PDF is refused, or undefined. @throws TooComplex */
export async function judgePdf(content: Buffer): Promise<Refusal | undefined> {
  const read = await readPdfObjects(content);
  if (isEncrypted(read)) return 'encrypted';
  if (hasActiveContent(read.objects, read.context) || read.suspects.some(namesActiveContent)) return 'active-content';
  if (read.isBroken || !hasCatalogue(read)) return 'unreadable';
  return undefined;
}

function isEncrypted({ trailers }: PdfObjects): boolean {
  return trailers.some((trailer) => {
    const written = trailer.get(PDFName.of('Encrypt'));
    return written !== undefined && written !== PDFNull;
  });
}

function hasCatalogue({ objects }: PdfObjects): boolean {
  return objects.some(
    (object) => object instanceof PDFDict && object.lookup(PDFName.of('Type')) === PDFName.of('Catalog'),
  );
}
