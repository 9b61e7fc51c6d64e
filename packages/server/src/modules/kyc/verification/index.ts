export { createVerificationProvider } from './create-provider.ts';
export { eraseVerifications } from './erase-verifications.ts';
export { findScanRef, type SessionRecord, verificationRecords } from './session-records.ts';
export { findVerifiedSession } from './find-verified-session.ts';
export { findVerification } from './find-verification.ts';
export { verification } from './module.ts';
export type { VerificationProvider } from './provider.ts';
export { createSandbox, type Sandbox } from './sandbox-provider.ts';
export { AML_STATUSES, type Verification, VERIFICATION_STATUSES } from './verification-status.ts';
