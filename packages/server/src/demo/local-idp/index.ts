import type { FastifyInstance } from 'fastify';
import { createLocalIdp, LOCAL_IDP_AUDIENCE, type LocalIdpOptions } from './local-idp.ts';
import { registerLocalIdp } from './register-local-idp.ts';

/** The identity provider inside the API's own process. */
export interface MountableIdp {
  /** The `aud` of its tokens. */
  readonly audience: string;
  /** Lets it answer at the paths of its issuer. */
  mount(app: FastifyInstance): Promise<void>;
}

export function openLocalIdp(options: LocalIdpOptions): MountableIdp {
  const idp = createLocalIdp(options);
  return { audience: LOCAL_IDP_AUDIENCE, mount: (app) => registerLocalIdp(app, idp) };
}
