import { REALM, type RunningKeycloak } from './running-keycloak.ts';

/** Of the one that scripts/keycloak.ts has started. */
export function runningKeycloak(): RunningKeycloak {
  const told = process.env['TEST_KEYCLOAK'];
  if (!told) throw new Error('run these by `npm run test:keycloak`: it starts the Keycloak that they need');
  return JSON.parse(told) as RunningKeycloak;
}

export interface TokenAnswer {
  readonly status: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly error?: string;
}

export interface Claims {
  readonly header: { readonly kid: string; readonly alg: string };
  readonly payload: Readonly<Record<string, unknown>> & { readonly exp: number; readonly iat: number };
}

/** What stands in a token, unverified. */
export function claimsOf(token: string): Claims {
  const [header, payload] = token.split('.', 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  return { header, payload } as Claims;
}

/** A realm as its administrator has it; the one of our file unless another is named. */
export function realmOf({ url, admin }: RunningKeycloak, name: string = REALM) {
  const issuer = `${url}/realms/${name}`;

  function askToken(form: Readonly<Record<string, string>>, at = issuer): Promise<TokenAnswer> {
    return fetch(`${at}/protocol/openid-connect/token`, { method: 'POST', body: new URLSearchParams(form) }).then(
      async (answer) => ({ status: answer.status, ...((await answer.json()) as object) }) as TokenAnswer,
    );
  }

  function asClient(
    clientId: string,
    secret: string,
    form: Readonly<Record<string, string>> = {},
  ): Promise<TokenAnswer> {
    return askToken({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret, ...form });
  }

  /** By the admin API; below the realm unless the path says otherwise. */
  async function change(method: string, path: string, body?: object): Promise<Response> {
    const signIn = { grant_type: 'password', client_id: 'admin-cli', ...admin };
    const { access_token: token } = await askToken(signIn, `${url}/realms/master`);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const target = path.startsWith('/admin/') ? `${url}${path}` : `${url}/admin/realms/${name}${path}`;
    const answer = await fetch(target, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  async function read<T>(path: string): Promise<T> {
    return (await (await change('GET', path)).json()) as T;
  }

  async function clientOf(clientId: string): Promise<Readonly<Record<string, unknown>> & { readonly id: string }> {
    const [found] = await read<{ id: string }[]>(`/clients?clientId=${clientId}`);
    if (!found) throw new Error(`no client ${clientId}`);
    return { ...found };
  }

  /** Of what is named, the rest stays. */
  async function changeClient(clientId: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    const { attributes, ...client } = await clientOf(clientId);
    const merged = { ...(attributes as object), ...(changes['attributes'] as object | undefined) };
    await change('PUT', `/clients/${client.id}`, { ...client, ...changes, attributes: merged });
  }

  /** A key that signs from now on. Its id at Keycloak. */
  async function addKey(providerId: string, config: Readonly<Record<string, string>>): Promise<string> {
    const entries = Object.entries({ enabled: 'true', active: 'true', ...config }).map(([key, value]) => [
      key,
      [value],
    ]);
    const { id: parentId } = await read<{ id: string }>('');
    const provider = { name: providerId, providerId, providerType: 'org.keycloak.keys.KeyProvider', parentId };
    const made = await change('POST', '/components', { ...provider, config: Object.fromEntries(entries) });
    return made.headers.get('location')?.split('/').at(-1) ?? '';
  }

  return { issuer, asClient, askToken, change, read, clientOf, changeClient, addKey };
}
