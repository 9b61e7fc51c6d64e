import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { errors, Provider, type Adapter, type ClientMetadata, type Configuration } from 'oidc-provider';
import type { Logger } from '../../platform/logger.ts';
import { createClientSecrets, type ClientSecrets } from './client-secrets.ts';
import { loadSigningKeys } from './signing-keys.ts';

/** The `aud` of every token it issues. */
export const LOCAL_IDP_AUDIENCE = 'nt24-api';
const TOKEN_LIFETIME_SECONDS = 300;
const RESOURCE = 'urn:nt24:api';

export interface LocalIdpOptions {
  /** Ends in `/realms/nt24-idp`, like Keycloak's; its path is where the provider is to be mounted. */
  readonly issuer: string;
  /** Holds local-idp-keys.json, made here, and local-idp-clients.json, a JSON object of client id to secret. */
  readonly dataDir: string;
  readonly log: Logger;
}

export interface LocalIdp {
  /** The path of the issuer; all of `paths` begin with it. */
  readonly prefix: string;
  readonly paths: { readonly token: string; readonly keys: string; readonly discovery: string };
  /** For requests to `paths` whose body nobody has read yet. */
  callback(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * An identity provider for development and trial, in the place of the Keycloak realm (contract 2.2): client_credentials
 * with client_secret_basic or client_secret_post, access tokens (JWT, RS256) of 300 s, and nothing else.
 */
export function createLocalIdp({ issuer, dataDir, log }: LocalIdpOptions): LocalIdp {
  const secrets = createClientSecrets(join(dataDir, 'local-idp-clients.json'), log);
  const provider = new Provider(issuer, {
    ...tokenConfiguration,
    adapter: (model) => createAdapter(model, secrets),
    jwks: loadSigningKeys(join(dataDir, 'local-idp-keys.json')),
  });
  provider.on('server_error', (_context, err) => log.error({ err }, 'the local identity provider failed'));
  // Koa would write to the console what server_error brings to the log.
  provider.silent = true;
  const handle = provider.callback();
  const prefix = new URL(issuer).pathname;

  function callback(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse): void {
    const url = request.url ?? '/';
    request.originalUrl = url;
    request.url = url.slice(prefix.length);
    void handle(request, response);
  }

  return {
    prefix,
    paths: {
      token: `${prefix}${routes.token}`,
      keys: `${prefix}${routes.jwks}`,
      discovery: `${prefix}/.well-known/openid-configuration`,
    },
    callback,
  };
}

const routes = { token: '/protocol/openid-connect/token', jwks: '/protocol/openid-connect/certs' };

const tokenConfiguration: Configuration = {
  routes,
  responseTypes: [],
  scopes: [],
  clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
  ttl: { ClientCredentials: TOKEN_LIFETIME_SECONDS },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      getResourceServerInfo: (_context, resource) => {
        if (resource !== RESOURCE) throw new errors.InvalidTarget();
        return {
          audience: LOCAL_IDP_AUDIENCE,
          scope: '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: TOKEN_LIFETIME_SECONDS,
          jwt: { sign: { alg: 'RS256' } },
        };
      },
    },
  },
  // As Keycloak's access tokens carry them.
  extraTokenClaims: (_context, token) => ({ azp: token.clientId, typ: 'Bearer' }),
  clientBasedCORS: () => false,
};

const nothing = async (): Promise<undefined> => undefined;

/** Only clients are ever looked up: tokens are self-contained, so nothing is stored. */
function createAdapter(model: string, secrets: ClientSecrets): Adapter {
  const findClient = async (id: string): Promise<ClientMetadata | undefined> => {
    const secret = secrets.find(id);
    return secret === undefined ? undefined : clientMetadata(id, secret);
  };
  return {
    find: model === 'Client' ? findClient : nothing,
    upsert: nothing,
    findByUserCode: nothing,
    findByUid: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
  };
}

function clientMetadata(clientId: string, secret: string): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: secret,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  };
}
