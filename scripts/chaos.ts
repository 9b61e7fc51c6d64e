/**
 * `npm run chaos -- webhooks`: kills, forbidden addresses, treacherous names, hanging and paused endpoints, on a real database. Prints one
 * table; exits 1 when a goal is missed. `--short` is the form that the ordinary suite has too; further words choose groups by name.
 */
import { type Figure, SHORT, WHOLE } from '../chaos/webhooks/figure.ts';
import { startSuiteDatabase } from './suite-database.ts';

const [topic, ...rest] = process.argv.slice(2).filter((word) => word !== '--short');
if (topic !== 'webhooks') {
  console.error('usage: npm run chaos -- webhooks [--short] [word of a group ...]');
  process.exit(2);
}
const measure = process.argv.includes('--short') ? SHORT : WHOLE;
const database = await startSuiteDatabase();
process.env['TEST_CLUSTER_URL'] = database.url;
try {
  const { webhookChaos } = await import('../chaos/webhooks/run.ts');
  for (const [group, measureGroup] of Object.entries(webhookChaos)) {
    if (rest.length > 0 && !rest.some((word) => group.includes(word))) continue;
    for (const figure of await measureGroup(measure)) print(figure);
  }
} finally {
  await database.stop();
}

function print({ what, found, goal, met }: Figure): void {
  console.log(`${what.padEnd(76)} ${found.padEnd(52)} goal ${goal}: ${met ? 'met' : 'NOT MET'}`);
  if (!met) process.exitCode = 1;
}
