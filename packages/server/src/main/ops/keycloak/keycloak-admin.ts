import Type, { type Static, type TSchema } from 'typebox';
import type { Config } from '../../../config/config.ts';
import { AdminError } from '../../../platform/admin-error.ts';
import { bodyValidator } from '../../../platform/http/validation.ts';
import { askKeycloak, type KeycloakAnswer, type KeycloakQuestion } from './ask-keycloak.ts';

/** What is read of Keycloak's ClientRepresentation. */
const KeycloakClient = Type.Object({
  id: Type.String({ pattern: '^[\\w-]{1,64}$' }),
  attributes: Type.Optional(Type.Record(Type.String(), Type.String())),
});
export type KeycloakClient = Static<typeof KeycloakClient>;

const Clients = Type.Array(KeycloakClient);
const Secret = Type.Object({ value: Type.String({ minLength: 1 }) });
const Token = Type.Object({ access_token: Type.String({ minLength: 1 }) });

/** Keycloak's admin API on the clients of one realm. All of it throws an AdminError, of one line without a secret. */
export interface KeycloakAdmin {
  findClient(clientId: string): Promise<KeycloakClient | undefined>;
  /** False: there is one of that id already. */
  insertClient(client: object): Promise<boolean>;
  getSecret(id: string): Promise<string>;
  /** Makes a new one. How long the one before it goes on is for the realm's policy to say. */
  replaceSecret(id: string): Promise<string>;
  /** Ends the one before the present one, where it still works. */
  endFormerSecret(id: string): Promise<void>;
}

/** Signs in as `KEYCLOAK_ADMIN_CLIENT`, whose service account needs no more than the role `manage-clients` of the realm. */
export async function openKeycloakAdmin({ oidc, keycloak }: Config): Promise<KeycloakAdmin> {
  const { clientId, clientSecret } = keycloak;
  if (oidc.local) throw new AdminError('the demo has its own identity provider; --keycloak needs OIDC_ISSUER');
  if (clientSecret === undefined) throw new AdminError(`KEYCLOAK_ADMIN_SECRET is required: the secret of ${clientId}`);
  const base = keycloak.adminUrl ?? adminUrlOf(oidc.issuer);
  const token = await signIn(oidc.issuer, clientId, clientSecret);
  const ask = (method: KeycloakQuestion['method'], path: string, body?: object): Promise<KeycloakAnswer> =>
    askKeycloak({ method, url: `${base}/clients${path}`, token, ...(body !== undefined && { body }) });
  /** What the answer says, where it is one of these statuses. */
  async function told(method: KeycloakQuestion['method'], path: string, statuses: readonly number[]): Promise<unknown> {
    const { status, json } = await ask(method, path);
    if (!statuses.includes(status)) throw refusalOf(status, clientId);
    return json;
  }

  return {
    async findClient(wanted) {
      const found = await told('GET', `?clientId=${encodeURIComponent(wanted)}`, [200]);
      return as(Clients, found)[0];
    },
    async insertClient(client) {
      const { status } = await ask('POST', '', client);
      if (status !== 201 && status !== 409) throw refusalOf(status, clientId);
      return status === 201;
    },
    getSecret: async (id) => as(Secret, await told('GET', `/${id}/client-secret`, [200])).value,
    replaceSecret: async (id) => as(Secret, await told('POST', `/${id}/client-secret`, [200])).value,
    endFormerSecret: async (id) => void (await told('DELETE', `/${id}/client-secret/rotated`, [204, 404])),
  };
}

/** Keycloak has it beside the realm. */
function adminUrlOf(issuer: string): string {
  const url = issuer.replace(/\/realms\/([^/]+)$/, '/admin/realms/$1');
  if (url === issuer)
    throw new AdminError('OIDC_ISSUER does not end in /realms/<name>, as Keycloak has it; set KEYCLOAK_ADMIN_URL');
  return url;
}

async function signIn(issuer: string, clientId: string, clientSecret: string): Promise<string> {
  const url = `${issuer}/protocol/openid-connect/token`;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const { status, json } = await askKeycloak({ method: 'POST', url, body: new URLSearchParams(form) });
  if (status === 400 || status === 401)
    throw new AdminError(
      `Keycloak does not let ${clientId} in: KEYCLOAK_ADMIN_CLIENT or KEYCLOAK_ADMIN_SECRET is wrong`,
    );
  if (status === 404) throw new AdminError(`there is no realm at ${issuer}`);
  if (status !== 200) throw refusalOf(status, clientId);
  return as(Token, json).access_token;
}

function refusalOf(status: number, clientId: string): AdminError {
  if (status === 403)
    return new AdminError(`Keycloak does not let ${clientId} do it: its service account needs the role manage-clients`);
  return new AdminError(`Keycloak answered with status ${status}; its own log says why`);
}

/** Safe behind the check. */
function as<Schema extends TSchema>(schema: Schema, json: unknown): Static<Schema> {
  if (bodyValidator(schema)(json).length > 0) throw new AdminError('Keycloak gave an answer that is none of its own');
  return json as Static<Schema>;
}
