import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { chown, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError, type PostgresBinaries } from './postgres-binaries.ts';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** How to run PostgreSQL, which refuses to run as root. */
export interface PostgresAccount {
  /** Whom files must belong to; absent: whoever runs this process. */
  readonly owner?: Owner;
  run(program: string, args: readonly string[], options: { stdio: StdioOptions; detached?: boolean }): ChildProcess;
}

const ROOT: Owner = { uid: 0, gid: 0 };
const NOBODY = 65_534;
// Nothing is inherited: PG* variables and translations of messages would change how the server behaves.
const ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
// Run as the candidate: can it run the programs, read what initdb reads, and write into the data folder?
const PROBE = '"$1" --version && test -r "$2" && test -w "$3" && test -x "$3"';

/**
 * A user with a name runs it as himself. Root hands it to an unprivileged account where that one reaches programs and data, else
 * to a user namespace in which root's own files belong to an ordinary user; so does a user id without a name, which initdb refuses.
 * @throws EmbeddedPostgresError when none works
 */
export async function choosePostgresAccount(binaries: PostgresBinaries, dataDir: string): Promise<PostgresAccount> {
  for (const account of await candidates()) {
    if (await canRun(account, binaries, dataDir)) return account;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL refuses to run as root or as a user id without a name, and no other account can reach ${dataDir} and ` +
      `${binaries.postgres}; start as an ordinary user, move both to a folder that all may enter, or set DATABASE_URL`,
  );
}

async function candidates(): Promise<PostgresAccount[]> {
  const unprivileged = { uid: (await idOf('-u')) ?? NOBODY, gid: (await idOf('-g')) ?? NOBODY };
  if (process.getuid?.() === 0)
    return [unprivilegedAccount(unprivileged), { ...namespaceAccount(unprivileged), owner: ROOT }];
  return [hasName() ? { run: start } : namespaceAccount(unprivileged)];
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** Gives a folder and everything in it to the account; nothing to do where the folder is its own already. */
export async function giveTo(account: PostgresAccount, folder: string): Promise<void> {
  const { owner } = account;
  if (!owner) return;
  const { uid } = await lstat(folder);
  if (uid === owner.uid) return;
  // The folder itself last: only then does it count as given.
  for (const entry of await readdir(folder, { recursive: true }))
    await chown(join(folder, entry), owner.uid, owner.gid);
  await chown(folder, owner.uid, owner.gid);
}

type Options = Parameters<PostgresAccount['run']>[2] & Partial<Owner>;

function start(program: string, args: readonly string[], options: Options): ChildProcess {
  return spawn(program, args, { ...options, cwd: '/', env: ENVIRONMENT, windowsHide: true });
}

function unprivilegedAccount(owner: Owner): PostgresAccount {
  return { owner, run: (program, args, options) => start(program, args, { ...options, ...owner }) };
}

function namespaceAccount({ uid, gid }: Owner): PostgresAccount {
  const mapping = ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
  return { run: (program, args, options) => start('unshare', [...mapping, program, ...args], options) };
}

/** The `postgres` user's id, where the machine has one. */
async function idOf(kind: '-u' | '-g'): Promise<number | undefined> {
  const output: Buffer[] = [];
  const child = start('id', [kind, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  return (await succeeds(child)) ? Number(Buffer.concat(output).toString()) : undefined;
}

async function canRun(account: PostgresAccount, binaries: PostgresBinaries, dataDir: string): Promise<boolean> {
  await mkdir(dataDir, { recursive: true });
  const folder = await mkdtemp(join(dataDir, '.probe-'));
  try {
    await giveTo(account, folder);
    const args = ['-c', PROBE, 'sh', binaries.postgres, binaries.bootstrapFile, folder];
    return await succeeds(account.run('/bin/sh', args, { stdio: 'ignore' }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** True on exit code 0; false also where the program is missing. */
async function succeeds(child: ChildProcess): Promise<boolean> {
  try {
    const [code] = await once(child, 'close');
    return code === 0;
  } catch {
    return false;
  }
}
