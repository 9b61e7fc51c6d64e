import { createClient, isClientOf } from '../../../modules/parties/organizations/index.ts';
import { AdminError } from '../../../platform/admin-error.ts';
import type { OpsContext } from '../verb.ts';
import { type KeycloakAdmin, type KeycloakClient, openKeycloakAdmin } from './keycloak-admin.ts';

/** Whose client it is, in Keycloak: what another hand has made there is left alone. */
const ORGANIZATION = 'nt24.organization';

export interface WantedClient {
  readonly organization: string;
  readonly clientId: string;
}

/**
 * Makes the client in Keycloak, and makes it known here. To be repeated where it was broken off: what is there already is taken, since it
 * says whose it is. The row here is written last, so that it tells that the secret was about to be shown.
 * @returns the secret; undefined where all was there before
 * @throws AdminError
 */
export async function provisionClient(context: OpsContext, wanted: WantedClient): Promise<string | undefined> {
  const { db, config } = context;
  const { organization, clientId } = wanted;
  const { audience } = config.oidc;
  const isKnown = await isClientOf(db, organization, clientId);
  if (audience === undefined)
    throw new AdminError('OIDC_AUDIENCE is required: without it in their tokens, clients are refused');
  const keycloak = await openKeycloakAdmin(config);
  const isNew = await keycloak.insertClient(representationOf(wanted, audience));
  const { id } = await getOwnClient(keycloak, wanted);
  const secret = await keycloak.getSecret(id);
  if (!isKnown) await createClient(db, organization, clientId);
  return isNew || !isKnown ? secret : undefined;
}

async function getOwnClient(
  keycloak: KeycloakAdmin,
  { organization, clientId }: WantedClient,
): Promise<KeycloakClient> {
  const found = await keycloak.findClient(clientId);
  if (!found) throw new AdminError(`Keycloak has lost the client ${clientId} at this moment; try again`);
  if (found.attributes?.[ORGANIZATION] !== organization)
    throw new AdminError(
      `Keycloak has a client ${clientId} that was not made by this command for ${organization}; leave out --keycloak to take it as it is`,
    );
  return found;
}

/** For client_credentials alone: no person can sign in by it, and its tokens name the API in `aud`. Keycloak makes the secret. */
function representationOf({ organization, clientId }: WantedClient, audience: string): object {
  return {
    clientId,
    name: organization,
    protocol: 'openid-connect',
    publicClient: false,
    clientAuthenticatorType: 'client-secret',
    serviceAccountsEnabled: true,
    standardFlowEnabled: false,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    frontchannelLogout: false,
    fullScopeAllowed: false,
    attributes: {
      [ORGANIZATION]: organization,
      'client_credentials.use_refresh_token': 'false',
      'oauth2.device.authorization.grant.enabled': 'false',
      // Its tokens for persons tell nothing by which they are known (decision 0060).
      'oauth2.jwt.authorization.grant.enabled': 'false',
      'oidc.ciba.grant.enabled': 'false',
      'standard.token.exchange.enabled': 'false',
    },
    defaultClientScopes: ['basic', 'service_account'],
    optionalClientScopes: [],
    protocolMappers: [audienceMapper(audience)],
  };
}

/** Keycloak puts no API into `aud` by itself. */
function audienceMapper(audience: string): object {
  return {
    name: `audience ${audience}`,
    protocol: 'openid-connect',
    protocolMapper: 'oidc-audience-mapper',
    config: {
      'included.custom.audience': audience,
      'access.token.claim': 'true',
      'introspection.token.claim': 'true',
      'id.token.claim': 'false',
      'lightweight.claim': 'false',
    },
  };
}
