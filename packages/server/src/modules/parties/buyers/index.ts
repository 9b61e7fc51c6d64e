export { buyerNotFound } from './buyer.ts';
export { COMPANY_MAX_LENGTHS, VAT_NUMBER_PATTERN } from './company-limits.ts';
export { buyers } from './module.ts';
export { BuyerBlocked } from './problems.ts';
export { lockBuyer } from './repository.ts';
export { BuyerPath } from './schemas.ts';
export { keptVatNumber } from './vat-number.ts';
