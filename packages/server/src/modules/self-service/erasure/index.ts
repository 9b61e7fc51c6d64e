export { eraseInvitation } from './erase-invitation.ts';
export { erasure } from './module.ts';
