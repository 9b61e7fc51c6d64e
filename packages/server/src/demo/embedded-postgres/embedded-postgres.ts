import { randomBytes } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, realpathSync, statSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createPrivateFile, prepareDataFolder } from '../../platform/data-folder.ts';
import { choosePostgresAccount, giveTo, type PostgresAccount } from './postgres-account.ts';
import { EmbeddedPostgresError, locatePostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { isPostmasterOf, postmasterFilePath, readPostmasterFile, stopPostmaster } from './postmaster.ts';

export { EmbeddedPostgresError } from './postgres-binaries.ts';

export interface EmbeddedPostgresOptions {
  /** The cluster is kept in its folder `postgres`. */
  readonly dataDir: string;
  /** Default: a free port, chosen anew at each start. */
  readonly port?: number;
  /** Told each step that takes a while. */
  readonly log: (line: string) => void;
  /** Further settings of the server, as `name=value`. */
  readonly flags?: readonly string[];
}

export interface EmbeddedPostgres {
  /** Of the superuser, on the database `nt24`. Holds the password. */
  readonly url: string;
  /** A server left running by an earlier process was found and taken over. */
  readonly reused: boolean;
  /** Fast shutdown; returns within about 8 seconds whatever happens. Safe to call twice. */
  stop(): Promise<void>;
}

const USER = 'nt24';
const DATABASE = 'nt24';
const STOP_TIMEOUT_MS = 4_000;
// Recovery after a crash replays at most a few checkpoints' worth of log.
const START_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 2_000;
const POLL_MS = 25;
const START_ATTEMPTS = 3;
const MAX_LOG_BYTES = 5_000_000;
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=128MB',
  'fsync=on',
  'synchronous_commit=on',
  // Files of the log that are done are used again: a commit that has to make a new one waits until 16 MB of it are written and synced.
  'min_wal_size=512MB',
  'timezone=UTC',
  // Statements and row values stay out of the server's log: they hold personal data.
  'log_min_messages=warning',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
];

interface Cluster {
  readonly dataDir: string;
  readonly dir: string;
  readonly password: string;
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
}

/**
 * Starts the embedded PostgreSQL 18 of a data folder, or takes over the one that still runs there.
 * @throws EmbeddedPostgresError with one line for the operator
 * @throws DataFolderError when the folder cannot be written
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  prepareDataFolder(options.dataDir);
  const dataDir = realpathSync(options.dataDir);
  const dir = join(dataDir, 'postgres');
  const password = await readPassword(dataDir, dir);
  const running = await findRunning(dir, password);
  if (running) return { ...running, reused: true };
  const binaries = await locatePostgresBinaries();
  const account = await choosePostgresAccount(binaries, dataDir);
  const cluster = { dataDir, dir, password, binaries, account };
  if (!existsSync(dir)) {
    options.log('Making the embedded PostgreSQL database');
    await initialize(cluster);
  }
  await giveTo(account, dir);
  options.log('Starting the embedded PostgreSQL');
  return { ...(await launchWithRetry(cluster, options)), reused: false };
}

async function readPassword(dataDir: string, clusterDir: string): Promise<string> {
  const path = join(dataDir, 'postgres.password');
  if (!existsSync(path)) {
    if (existsSync(clusterDir)) {
      throw new EmbeddedPostgresError(`${path} is missing, without which the database beside it cannot be opened`);
    }
    createPrivateFile(path, randomBytes(24).toString('base64url'));
  }
  return readFile(path, 'utf8');
}

/** A server whose starter died keeps running. It counts only when it lets us in and serves this very folder. */
async function findRunning(
  dir: string,
  password: string,
): Promise<{ url: string; stop: () => Promise<void> } | undefined> {
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += POLL_MS) {
    const file = await readPostmasterFile(dir);
    if (!file) return undefined;
    if (!(await isPostmasterOf(dir, file.pid))) {
      await rm(postmasterFilePath(dir), { force: true });
      return undefined;
    }
    if (file.port !== undefined && (await answers(file.port, password))) {
      const { pid, port } = file;
      return { url: urlOf(port, password), stop: () => stopPostmaster(dir, pid, STOP_TIMEOUT_MS) };
    }
    await sleep(POLL_MS);
  }
  throw new EmbeddedPostgresError(`the PostgreSQL that holds ${dir} does not answer`);
}

/** Built beside its place and moved there when complete, so that a crash leaves no half cluster. */
async function initialize(cluster: Cluster): Promise<void> {
  const { account, binaries, dataDir, password } = cluster;
  const draft = join(dataDir, 'postgres.new');
  const passwordFile = join(dataDir, 'postgres.new.password');
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(draft, { mode: 0o700 });
  await giveTo(account, draft);
  try {
    await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
    if (account.owner) await chown(passwordFile, account.owner.uid, account.owner.gid);
    await runInitdb(
      account.run(binaries.initdb, initdbArguments(draft, passwordFile), { stdio: ['ignore', 'ignore', 'pipe'] }),
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, cluster.dir);
}

/** The builtin C.UTF-8 sorts by code point, folds case beyond ASCII, and is the same on every machine. */
function initdbArguments(folder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
}

async function runInitdb(child: ChildProcess): Promise<void> {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const [code, signal] = await once(child, 'close');
  if (code === 0) return;
  const reason = complaint.trim().replaceAll(/\s*\n\s*/g, '; ') || `ended with ${code ?? signal}`;
  throw new EmbeddedPostgresError(`the embedded database could not be made: ${reason}`);
}

/** A chosen port may be taken before the server binds it, and sessions of a killed server need a moment to notice. */
async function launchWithRetry(
  cluster: Cluster,
  options: EmbeddedPostgresOptions,
): Promise<{ url: string; stop: () => Promise<void> }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(cluster, options.port ?? (await freePort()), options.flags ?? []);
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresError) || attempt === START_ATTEMPTS) throw error;
      await sleep(500 * attempt);
    }
  }
}

async function launch(
  cluster: Cluster,
  port: number,
  flags: readonly string[],
): Promise<{ url: string; stop: () => Promise<void> }> {
  const settings = [`port=${port}`, ...SETTINGS, ...flags].flatMap((setting) => ['-c', setting]);
  const logPath = join(cluster.dataDir, 'postgres.log');
  const log = openServerLog(logPath);
  // A group of its own: Ctrl-C in a terminal must reach us alone, so that calls in flight end before the database does.
  const child = cluster.account.run(cluster.binaries.postgres, ['-D', cluster.dir, ...settings], {
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  const ended = new Promise<boolean>((settle) => {
    child.once('error', () => settle(true));
    child.once('exit', () => settle(true));
  });
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += POLL_MS) {
    if (await Promise.race([ended, sleep(POLL_MS, false)])) break;
    const { pid } = child;
    if (pid !== undefined && (await answers(port, cluster.password))) {
      return { url: urlOf(port, cluster.password), stop: () => stopPostmaster(cluster.dir, pid, STOP_TIMEOUT_MS) };
    }
  }
  throw new EmbeddedPostgresError(`the embedded PostgreSQL did not start; its own words are in ${logPath}`);
}

function openServerLog(path: string): number {
  const tooLong = existsSync(path) && statSync(path).size > MAX_LOG_BYTES;
  return openSync(path, tooLong ? 'w' : 'a', 0o600);
}

/** Lets us in with our password, and has our database afterwards. */
async function answers(port: number, password: string): Promise<boolean> {
  const client = new Client({
    connectionString: urlOf(port, password, 'postgres'),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ssl: false,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function urlOf(port: number, password: string, database = DATABASE): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
