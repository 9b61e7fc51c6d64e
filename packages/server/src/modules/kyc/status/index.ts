export { kycStatus } from './module.ts';
