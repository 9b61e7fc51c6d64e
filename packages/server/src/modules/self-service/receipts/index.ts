export type { ReceiptFacts, ReceiptFile } from './receipt-facts.ts';
export { receiptFileName, renderReceiptPdf } from './render-receipt-pdf.ts';
