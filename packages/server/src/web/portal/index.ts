export { PUBLIC_HEADERS } from './public-headers.ts';
export { registerPortal } from './register-portal.ts';
export { createUnroutableAnswer } from './unroutable-answer.ts';
