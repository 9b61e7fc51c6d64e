export { rejections } from './module.ts';
