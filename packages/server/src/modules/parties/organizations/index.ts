export { isActedFor, mayInviterAct } from './acting.ts';
export { ACTOR_USABLE_MS, createDirectory } from './directory.ts';
export {
  acceptDpa,
  addGrant,
  createClient,
  createOrganization,
  createSeller,
  getClient,
  getOrganization,
  getSeller,
  isClientOf,
  listClients,
  listOrganizations,
  listSellers,
  MAX_CALLS_PER_MINUTE,
  removeGrant,
  setCapabilities,
  setClientDisabled,
  setArrivalMails,
  setContact,
  setOrganizationDisabled,
  setTier,
  type TierLimits,
  withdrawDpa,
} from './admin.ts';
export { type FirstOrganizations, insertFirstOrganizations } from './first-organizations.ts';
export { organizations } from './module.ts';
