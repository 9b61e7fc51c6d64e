export { registerVerificationCallbacks } from './receive-callback.ts';
