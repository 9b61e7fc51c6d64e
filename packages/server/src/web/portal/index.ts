export { PUBLIC_HEADERS } from '../shared/public-headers.ts';
export { registerPortal } from './register-portal.ts';
export { createUnroutableAnswer } from './ended/unroutable-answer.ts';
