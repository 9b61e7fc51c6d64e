import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendJson } from './idenfy-server.ts';

/** A client as its admin API shows it. */
export interface KeycloakClient {
  readonly id: string;
  readonly clientId: string;
  readonly attributes: Record<string, string>;
  secret: string;
}

export interface KeycloakServer {
  readonly issuer: string;
  /** For the operator's commands. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clients: Map<string, KeycloakClient & Readonly<Record<string, unknown>>>;
  /** What it answers from now on to calls of its admin API; undefined: as it should. */
  answerWith(answer: ((response: ServerResponse) => void) | undefined): void;
  /** The next call of this kind is carried out, and its answer lost. */
  breakOff(isIt: (call: AdminCall) => boolean): void;
  close(): Promise<void>;
}

const REALM = 'nt24-idp';
const OPS_SECRET = 'planted-ops-secret';
const ADMIN_TOKEN = 'planted-admin-token';
const POLICY_SECONDS = 172_800;

/**
 * Speaks of Keycloak's admin API what `ops clients` needs, as 26.7.3 was seen to answer with deploy/keycloak's realm. `npm run test:keycloak`
 * holds the commands against Keycloak itself.
 */
export async function startKeycloakServer(): Promise<KeycloakServer> {
  const clients: KeycloakServer['clients'] = new Map();
  let misbehaviour: ((response: ServerResponse) => void) | undefined;
  let isBrokenOff: ((call: AdminCall) => boolean) | undefined;
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? '', 'http://keycloak');
    if (url.pathname === `/realms/${REALM}/protocol/openid-connect/token`) return signIn(body, response);
    if (request.headers.authorization !== `Bearer ${ADMIN_TOKEN}`) return sendJson(response, 401, {});
    if (misbehaviour) return misbehaviour(response);
    const call = { method: request.method ?? '', url, body };
    if (isBrokenOff?.(call)) {
      isBrokenOff = undefined;
      response.destroy();
    }
    answer(call, clients, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/${REALM}`;
  return {
    issuer,
    settings: { OIDC_ISSUER: issuer, KEYCLOAK_ADMIN_SECRET: OPS_SECRET },
    clients,
    answerWith: (given) => void (misbehaviour = given),
    breakOff: (isIt) => void (isBrokenOff = isIt),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function signIn(body: string, response: ServerResponse): void {
  const form = new URLSearchParams(body);
  const isGood = form.get('client_id') === 'nt24-ops' && form.get('client_secret') === OPS_SECRET;
  if (!isGood || form.get('grant_type') !== 'client_credentials')
    return sendJson(response, 401, { error: 'unauthorized_client' });
  sendJson(response, 200, { access_token: ADMIN_TOKEN, expires_in: 300, token_type: 'Bearer' });
}

export interface AdminCall {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

function answer({ method, url, body }: AdminCall, clients: KeycloakServer['clients'], response: ServerResponse): void {
  const [, id, what] =
    /^\/admin\/realms\/nt24-idp\/clients(?:\/([\w-]+)\/(client-secret(?:\/rotated)?))?$/.exec(url.pathname) ?? [];
  const client = [...clients.values()].find((one) => one.id === id);
  const call = `${method} ${what ?? 'clients'}`;
  if (call === 'GET clients') {
    const found = clients.get(url.searchParams.get('clientId') ?? '');
    return sendJson(response, 200, found ? [found] : []);
  }
  if (call === 'POST clients') return insert(JSON.parse(body) as NewClient, clients, response);
  if (!client) return sendJson(response, 404, { error: 'Could not find client' });
  if (call === 'DELETE client-secret/rotated') {
    forgetFormer(client);
    return void response.writeHead(204).end();
  }
  if (call === 'POST client-secret') rotate(client);
  sendJson(response, 200, { type: 'secret', value: client.secret });
}

type NewClient = Pick<KeycloakClient, 'clientId' | 'attributes'>;

function insert(wanted: NewClient, clients: KeycloakServer['clients'], response: ServerResponse): void {
  const { clientId } = wanted;
  if (clients.has(clientId)) return sendJson(response, 409, { errorMessage: `Client ${clientId} already exists` });
  clients.set(clientId, { ...wanted, id: randomUUID(), secret: newSecret() });
  response.writeHead(201).end();
}

function rotate(client: KeycloakClient): void {
  client.attributes['client.secret.rotated'] = client.secret;
  client.attributes['client.secret.rotated.expiration.time'] = String(Math.floor(Date.now() / 1000) + POLICY_SECONDS);
  client.secret = newSecret();
}

function forgetFormer({ attributes }: KeycloakClient): void {
  delete attributes['client.secret.rotated'];
  delete attributes['client.secret.rotated.expiration.time'];
}

function newSecret(): string {
  return randomBytes(30).toString('base64url');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
