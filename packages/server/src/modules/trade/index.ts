export { trade } from './module.ts';
