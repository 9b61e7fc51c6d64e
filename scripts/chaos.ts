/**
 * `npm run chaos -- writes`, `-- uploads` or `-- webhooks`: kills, hostile addresses, hanging endpoints, storms, on a real database. Prints one table;
 * exits 1 when a goal is missed. `--short` is the form that the ordinary suite has too; further words choose groups by name.
 */
import { enableCompileCache } from 'node:module';
import type { Figure, Topic } from '../chaos/figure.ts';
import { COMPILE_CACHE } from '../packages/harness/src/compile-cache.ts';
import { startSuiteDatabase } from '../packages/harness/src/suite-database.ts';

const topics: Readonly<Record<string, () => Promise<Topic>>> = {
  webhooks: async () => (await import('../chaos/webhooks/run.ts')).webhookChaos,
  writes: async () => (await import('../chaos/writes/run.ts')).writeChaos,
  uploads: async () => (await import('../chaos/uploads/run.ts')).uploadChaos,
};

const [name = '', ...words] = process.argv.slice(2).filter((word) => word !== '--short');
const load = topics[name];
if (!load) {
  console.error(`usage: npm run chaos -- ${Object.keys(topics).join('|')} [--short] [word of a group ...]`);
  process.exit(2);
}
const size = process.argv.includes('--short') ? 'short' : 'whole';
const database = await startSuiteDatabase();
process.env['TEST_CLUSTER_URL'] = database.url;
enableCompileCache(COMPILE_CACHE);
try {
  for (const [group, measure] of Object.entries(await load())) {
    if (words.length > 0 && !words.some((word) => group.includes(word))) continue;
    for (const figure of await measure(size)) print(figure);
  }
} finally {
  await database.stop();
}

function print({ what, found, goal, met }: Figure): void {
  console.log(`${what.padEnd(76)} ${found.padEnd(52)} goal ${goal}: ${met ? 'met' : 'NOT MET'}`);
  if (!met) process.exitCode = 1;
}
