/**
 * `npm run test:keycloak [-- word ...]`: the server in production mode against Keycloak itself, with the realm of deploy/keycloak: tokens,
 * clients, rotation of keys and secrets, an outage, and the README's lines for production. Needs Java 17, Maven and, the first time, a registry that gives
 * the distribution, which is then kept in the user's cache folder; without one of them it says so in a line, and exits 0. Takes some ten
 * minutes.
 */
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getDistribution } from '../keycloak/distribution.ts';
import { signal, startKeycloak } from '../keycloak/running-keycloak.ts';
import { compileCache } from '../packages/harness/src/compile-cache.ts';
import { startSuiteDatabase } from '../packages/harness/src/suite-database.ts';
import { runTests } from './tests/run.ts';

const words = process.argv.slice(2);
const files = globSync('keycloak/*.test.ts').filter(
  (file) => words.length === 0 || words.some((word) => file.includes(word)),
);
if (files.length === 0) throw new Error('no test file has these words in its path');
const interrupted = new AbortController();
// Interrupted, it still ends what it has started, and removes what it has written.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort());
const distribution = await getDistribution();
if ('missing' in distribution) console.log(`keycloak: passed over, no ${distribution.missing}`);
else process.exitCode = (await runAll(distribution.folder)) ? 0 : 1;

async function runAll(found: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-keycloak-'));
  const place = join(folder, 'keycloak');
  const database = await startSuiteDatabase();
  try {
    const running = await startKeycloak(found, place, interrupted.signal);
    // Whatever a test that is broken off has written for itself goes with the folder.
    const env = {
      TMPDIR: folder,
      TEST_CLUSTER_URL: database.url,
      TEST_KEYCLOAK: JSON.stringify(running),
      ...compileCache(),
    };
    // One after the other: they change one realm, and stop it.
    const { isGood, line } = await runTests({ files, folder, env, preload: [], signal: interrupted.signal, atOnce: 1 });
    console.log(`keycloak: ${line}`);
    return isGood;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    console.log('keycloak: interrupted');
    return false;
  } finally {
    signal({ folder: place }, 'SIGKILL');
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
