export {
  type Actor,
  type Capabilities,
  type RateCategory,
  requireCapability,
  requireDpa,
  requirePartner,
} from './actor.ts';
export { createDirectory, type Directory } from './directory.ts';
export { Me, presentMe } from './me.ts';
