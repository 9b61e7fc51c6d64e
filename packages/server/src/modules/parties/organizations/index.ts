export { createDirectory } from './directory.ts';
export { registerMeRoute } from './me-route.ts';
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
