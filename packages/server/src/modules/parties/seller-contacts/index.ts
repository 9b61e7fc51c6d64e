export { phoneUrl, type SellerContact } from './contact.ts';
export { sellerContact } from './repository.ts';
export { changeSellerContact } from './change-seller-contact.ts';
export { sellerContacts } from './module.ts';
