export { expiries } from './module.ts';
