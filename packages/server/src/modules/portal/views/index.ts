export { renderCompany } from './company.ts';
export { deadEndStatus, renderDeadEnd } from './dead-end.ts';
export { renderDocuments } from './documents.ts';
export { renderLanding } from './landing.ts';
export { renderPrivacyNotice } from './privacy-notice.ts';
export { renderReceipt } from './receipt.ts';
export { renderReview } from './review.ts';
export type * from './view-models.ts';
export { documentTypes, remarkMaxLength } from './view-models.ts';
