export { PUBLIC_HEADERS } from '../shared/public-headers.ts';
export { registerPortal } from './register-portal.ts';
export { createOutsidePages } from './ended/outside-pages.ts';
