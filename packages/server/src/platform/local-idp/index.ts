export { createLocalIdp, LOCAL_IDP_AUDIENCE, type LocalIdp, type LocalIdpOptions } from './local-idp.ts';
export { registerLocalIdp } from './register-local-idp.ts';
