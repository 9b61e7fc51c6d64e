export {
  type Actor,
  type Capabilities,
  type RateCategory,
  requireCapability,
  requireDpa,
  requirePartner,
  type Partner,
  type RateLimitTier,
  actorOf,
  type ActorRow,
} from './actor.ts';
export type { Directory } from './directory.ts';
