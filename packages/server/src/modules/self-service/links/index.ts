export { ensureLinkKey, rotateLinkKey } from './link-key-rotation.ts';
export { createLinkKeys, type LinkKeys } from './link-keys.ts';
export { createLinks, type LinkClaim, type Links } from './links.ts';
