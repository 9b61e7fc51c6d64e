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
export {
  acceptDpa,
  addGrant,
  AdminError,
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
export { type DemoFile, ensureDemo } from './demo.ts';
export { ensureLinkKey, rotateLinkKey } from './link-key-rotation.ts';
export { mergeLocalClients } from './local-client-file.ts';
