export type { ReceiptFacts, ReceiptFile } from './receipt-facts.ts';
export { receiptFile } from './receipt-file.ts';
export { receiptFileName, renderReceiptPdf } from './render-receipt-pdf.ts';
