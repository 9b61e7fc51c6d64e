import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParsedMail, simpleParser } from 'mailparser';
import { Client } from 'pg';
import { assertDeclared } from './declared-facts.ts';
import { compileCache } from './compile-cache.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { buyerBody, unique } from './scene.ts';
import { startEmbeddedPostgres } from '../../server/src/demo/index.ts';

const ENTRY = fileURLToPath(new URL('../../server/src/main/all-in-one.ts', import.meta.url));
const START_PATIENCE_MS = 60_000;

interface Demo {
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly organizations: Readonly<Record<string, DemoOrganization>>;
}

interface DemoOrganization {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sellers: readonly { readonly uuid: string; readonly name: string }[];
}

/** What `npm start` starts, on a fresh data folder, seen by the demo's marketplace. */
export interface DemoServer {
  readonly url: string;
  /** Where `npm start` has `.data`. */
  readonly dataDir: string;
  readonly sellerId: string;
  readonly sellerName: string;
  /** A call with a token, and, where it writes, a fresh Idempotency-Key. */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response>;
  /** A fresh one; it lives for five minutes. */
  token(): Promise<string>;
  /** Where the mails are shown, as it stands on the console. */
  outboxUrl(): string;
  /** What a newcomer has read on the console so far. */
  printed(): string;
  /** Invites a buyer to send the documents, in English unless told; returns the link in his mail. */
  invite(requestedDocuments: readonly string[], locale?: string): Promise<string>;
  /** The newest mail to the address, once `count` have come. */
  mailTo(address: string, count?: number): Promise<ParsedMail>;
  /** Sets the end of an invitation into the past. */
  expire(invitationUuid: string): Promise<void>;
  /** A call of the sandbox's own API. */
  sandbox(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Response>;
  databaseUrl(): Promise<string>;
  /** SIGKILL; the data folder, and its database, stay for a successor. */
  kill(): Promise<void>;
  /** Ends it; the data folder stays for a successor. */
  halt(): Promise<void>;
  stop(): Promise<void>;
}

export interface DemoServerWish {
  /** Of a demo that was killed. */
  readonly dataDir?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** @param lanAddress as behind `--lan`; absent: the loopback interface */
export async function startDemoServer(lanAddress?: string, wish: DemoServerWish = {}): Promise<DemoServer> {
  const dataDir = wish.dataDir ?? (await mkdtemp(join(tmpdir(), 'nt24-demo-')));
  const port = await freePort();
  const child = spawn(process.execPath, [ENTRY, ...(lanAddress === undefined ? [] : ['--lan', lanAddress])], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: String(port), ...wish.settings, ...compileCache() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const gone = once(child, 'exit');
  const url = `http://${lanAddress ?? '127.0.0.1'}:${port}`;
  await eventually('the demo server is ready', () => isReady(url, child.exitCode), START_PATIENCE_MS);
  const demo = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as Demo;
  const organization = demo.organizations.marketplace;
  const seller = organization?.sellers[0];
  if (!organization || !seller) throw new Error('demo data without a marketplace');

  const server: DemoServer = {
    url,
    dataDir,
    token: () => fetchToken(demo.tokenUrl, organization),
    outboxUrl: () => /^ {2}Mails +(\S+)$/m.exec(printed)?.[1] ?? '',
    printed: () => printed,
    sellerId: seller.uuid,
    sellerName: seller.name,
    async call(method, path, body) {
      // A fresh one each time: some of who hold a demo go on for longer than a token lives.
      const token = await server.token();
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      if (method === 'GET') return fetch(url + path, { headers });
      const write = { ...headers, 'idempotency-key': randomUUID() };
      return fetch(url + path, { method, headers: write, body: JSON.stringify(body) });
    },
    async invite(requestedDocuments, locale = 'en') {
      const buyers = `/v1/partners/${seller.uuid}/buyers`;
      const made = await server.call('POST', buyers, buyerBody({ kycMode: 'MARKETPLACE_LED' }));
      const { uuid } = (await made.json()) as { uuid: string };
      const recipientEmail = `office@${unique()}.example`;
      const body = { recipientEmail, requestedDocuments, locale };
      const invited = await server.call('POST', `${buyers}/${uuid}/kyc/self-service-invitations`, body);
      if (!invited.ok) throw new Error(`not invited: ${await invited.text()}`);
      return linkIn(await server.mailTo(recipientEmail));
    },
    async mailTo(address, count = 1) {
      let mails: ParsedMail[] = [];
      await eventually(`mail ${count} to ${address}`, async () => {
        mails = await readMails(join(dataDir, 'mail'), address);
        return mails.length >= count;
      });
      const newest = mails.at(-1);
      if (!newest) throw new Error('no mail');
      return newest;
    },
    expire: (invitationUuid) => expire(dataDir, invitationUuid),
    async sandbox(method, path, body) {
      const headers = { ...(body !== undefined && { 'content-type': 'application/json' }) };
      return fetch(`${url}/sandbox${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async halt() {
      child.kill('SIGTERM');
      await gone;
    },
    databaseUrl: () => databaseUrlOf(dataDir),
    async stop() {
      try {
        await assertDeclared(await databaseUrlOf(dataDir));
      } finally {
        await server.halt();
        await rm(dataDir, { recursive: true });
      }
    },
  };
  return server;
}

export function linkIn({ text = '' }: ParsedMail): string {
  return text.match(/http\S+\/i\/[\w.~-]+/)?.[0] ?? '';
}

async function isReady(url: string, exitCode: number | null): Promise<boolean> {
  if (exitCode !== null) throw new Error(`the demo server ended with ${exitCode} before it was ready`);
  try {
    return (await fetch(`${url}/health/ready`)).ok;
  } catch {
    return false;
  }
}

async function fetchToken(tokenUrl: string, { clientId, clientSecret }: DemoOrganization): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const answer = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Oldest first: the files' names start with the time. */
async function readMails(folder: string, address: string): Promise<ParsedMail[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).sort();
  const mails = await Promise.all(names.map(async (name) => simpleParser(await readFile(join(folder, name)))));
  return mails.filter(({ to }) => [to].flat().some((list) => list?.text.includes(address)));
}

/** Of the server that runs there already. */
async function databaseUrlOf(dataDir: string): Promise<string> {
  return (await startEmbeddedPostgres({ dataDir, log: () => undefined })).url;
}

async function expire(dataDir: string, invitationUuid: string): Promise<void> {
  const client = new Client({ connectionString: await databaseUrlOf(dataDir) });
  await client.connect();
  await client.query(`update invitations set expires_at = now() - interval '1 second' where id = $1`, [invitationUuid]);
  await client.end();
}
