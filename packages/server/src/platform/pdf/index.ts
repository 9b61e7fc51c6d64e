export { makePdf, makePoster } from './make-pdf.ts';
export { type PdfPoster, POSTER_STYLES } from './pdf-poster.ts';
export { printableLine, printableText } from './printable.ts';
export { type PdfElement, type PdfSheet, STYLES } from './pdf-sheet.ts';
export { createPaperPress, type PaperPress } from './paper-press.ts';
