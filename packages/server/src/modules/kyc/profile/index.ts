export { kycProfile } from './module.ts';
export { createProfilePress, type ProfilePress } from './profile-press.ts';
