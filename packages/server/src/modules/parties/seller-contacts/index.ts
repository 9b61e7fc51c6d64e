export { phoneUrl, type SellerContact } from './contact.ts';
export { findSellerContact, hasMailAddress, sellerContact } from './repository.ts';
export { changeSellerContact } from './change-seller-contact.ts';
export { sellerContacts } from './module.ts';
