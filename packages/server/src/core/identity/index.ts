export {
  type Actor,
  hasCapability,
  type Partner,
  type RateCategory,
  type RateLimitTier,
  requireCapability,
  requireDpa,
  requirePartner,
} from './actor.ts';
export { type Capability, defineCapability, optionOf } from './capability.ts';
export type { Directory, Stranger } from './directory.ts';
export { CapabilityRequired, DpaNotAccepted, Forbidden, Unauthorized } from './problems.ts';
