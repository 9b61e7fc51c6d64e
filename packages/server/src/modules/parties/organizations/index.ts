export { createDirectory } from './directory.ts';
export {
  acceptDpa,
  addGrant,
  createClient,
  createOrganization,
  createSeller,
  getOrganization,
  getSeller,
  listClients,
  listOrganizations,
  listSellers,
  removeGrant,
  setCapabilities,
  setClientDisabled,
  setContact,
  setOrganizationDisabled,
  setTier,
  type TierLimits,
  withdrawDpa,
} from './admin.ts';
export { organizations } from './module.ts';
