export { eraseBuyerForOperator } from './erase-buyer-for-operator.ts';
export { eraseInvitation } from './erase-invitation.ts';
export { erasure } from './module.ts';
