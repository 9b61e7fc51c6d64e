export { buyerNotFound, etagOf, presentBuyer, refuseErased } from './buyer.ts';
export { AllowMarketplaceLedKyc } from './capabilities.ts';
export { COMPANY_MAX_LENGTHS, VAT_NUMBER_PATTERN } from './company-limits.ts';
export { type CompanyWish, isSameCompany, newBuyer } from './company-of-buyer.ts';
export { buyers } from './module.ts';
export { BuyerBlocked, BuyerErased, KycModeDowngrade } from './problems.ts';
export {
  type BuyerRow,
  eraseBuyerRow,
  findBuyer,
  findBuyerByVatNumber,
  insertBuyer,
  lockBuyer,
  lockErasedBuyer,
  updateBuyer,
} from './repository.ts';
export { Buyer, buyerExample, BuyerPath, KycMode, NoBody } from './schemas.ts';
export { keptVatNumber, vatNumberSpellings } from './vat-number.ts';
