export { createLocalIdp, LOCAL_IDP_AUDIENCE, type LocalIdp } from './local-idp.ts';
