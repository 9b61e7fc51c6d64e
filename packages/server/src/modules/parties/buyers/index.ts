export { buyerNotFound } from './buyer.ts';
export { buyers } from './module.ts';
export { BuyerBlocked } from './problems.ts';
export { lockBuyer } from './repository.ts';
export { BuyerPath } from './schemas.ts';
