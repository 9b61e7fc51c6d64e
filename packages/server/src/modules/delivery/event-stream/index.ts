export { eventStream } from './module.ts';
