export { makePdf } from './make-pdf.ts';
export { printableLine, printableText } from './printable.ts';
export type { ReceiptFacts, ReceiptFile } from './receipt-facts.ts';
export { type PdfElement, type ReceiptSheet, STYLES } from './receipt-sheet.ts';
export { receiptFileName, renderReceiptPdf } from './render-receipt-pdf.ts';
