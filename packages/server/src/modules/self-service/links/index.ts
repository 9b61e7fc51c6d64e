export { ALL_LINK_KEYS_SIGN, ensureLinkKey, rotateLinkKey } from './link-key-rotation.ts';
export { isGoodLinkKey, isRetiredLinkKey, listLinkKeys, markRetired, requireRetirable } from './link-key-retirement.ts';
export { createLinkKeys } from './link-keys.ts';
export type { LinkClaim } from './link-claim.ts';
export { createLinks, type Links } from './links.ts';
export { type DeviceClaim, deviceIdOf, type DeviceLinks } from './device-links.ts';
export type { ResendClaim } from './resend-links.ts';
export { InvitationGone } from './problems.ts';
export { links } from './module.ts';
