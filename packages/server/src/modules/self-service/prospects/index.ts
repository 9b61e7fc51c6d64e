export { prospects } from './module.ts';
