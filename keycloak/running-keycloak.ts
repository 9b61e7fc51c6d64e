import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../packages/harness/src/eventually.ts';
import { freePort } from '../packages/harness/src/free-port.ts';

/** What every process of the run must know of it. */
export interface RunningKeycloak {
  /** Its own copy of the distribution, with its data. */
  readonly folder: string;
  readonly url: string;
  readonly admin: { readonly username: string; readonly password: string };
}

const PATIENCE_MS = 300_000;
const REALM_FILE = 'deploy/keycloak/nt24-idp-realm.json';
export const REALM = 'nt24-idp';

/** A Keycloak with our realm file, on a copy of the distribution in `folder`. */
export async function startKeycloak(
  distribution: string,
  folder: string,
  interrupted: AbortSignal,
): Promise<RunningKeycloak> {
  cpSync(distribution, folder, { recursive: true });
  mkdirSync(join(folder, 'data', 'import'), { recursive: true });
  copyFileSync(REALM_FILE, join(folder, 'data', 'import', 'nt24-idp-realm.json'));
  const admin = { username: 'trial', password: randomBytes(24).toString('base64url') };
  const running = { folder, url: `http://127.0.0.1:${await freePort()}`, admin };
  await run(running, interrupted);
  return running;
}

/** Starts it, or starts it again on the data that it has. */
export async function run({ folder, url, admin }: RunningKeycloak, interrupted?: AbortSignal): Promise<void> {
  const { hostname, port } = new URL(url);
  const options = [`--http-host=${hostname}`, `--http-port=${port}`, `--hostname=${url}`, '--http-enabled=true'];
  const log = openSync(join(folder, 'keycloak.log'), 'a');
  // A group of its own, since kc.sh starts Java as its child; it outlives the test file that has killed the one before.
  const child = spawn(join(folder, 'bin', 'kc.sh'), ['start', '--optimized', '--import-realm', ...options], {
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
      KC_BOOTSTRAP_ADMIN_USERNAME: admin.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password,
    },
  });
  child.unref();
  writeFileSync(pidFile(folder), String(child.pid));
  const isReady = (): Promise<boolean> => {
    interrupted?.throwIfAborted();
    return hasRealm(url, child.exitCode, folder);
  };
  await eventually('Keycloak is ready', isReady, PATIENCE_MS);
}

async function hasRealm(url: string, exitCode: number | null, folder: string): Promise<boolean> {
  if (exitCode !== null) throw new Error(`Keycloak ended: ${readFileSync(join(folder, 'keycloak.log'), 'utf8')}`);
  return fetch(`${url}/realms/${REALM}`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** To all of its processes. SIGSTOP leaves its connections open, and nothing is answered any more. */
export function signal({ folder }: Pick<RunningKeycloak, 'folder'>, name: NodeJS.Signals): void {
  try {
    process.kill(-Number(readFileSync(pidFile(folder), 'utf8')), name);
  } catch (error) {
    // It has ended, or has never begun.
    if (!['ESRCH', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function pidFile(folder: string): string {
  return join(folder, 'keycloak.pid');
}
