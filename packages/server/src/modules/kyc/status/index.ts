export { findKycState, type KycState } from './kyc-state.ts';
export { kycStatus } from './module.ts';
