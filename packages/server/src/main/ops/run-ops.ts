import { parseArgs } from 'node:util';
import { loadConfig } from '../../config/config.ts';
import type { EnvironmentSource } from '../../config/env.ts';
import { assertSchemaCurrent, migrate } from '../../platform/db/migrate.ts';
import { createLogger } from '../../platform/logger.ts';
import { openData } from '../open-data.ts';
import { brand } from './brand.ts';
import { capabilities } from './capabilities.ts';
import { clients } from './clients.ts';
import { dpa } from './dpa.ts';
import { grants } from './grants.ts';
import { linkKey } from './link-key.ts';
import { organizations } from './organizations.ts';
import { sellers } from './sellers.ts';
import { tiers } from './tiers.ts';
import { optionsOf, UsageError, type Noun, type OptionValues, type Verb } from './verb.ts';

const NOUNS: Readonly<Record<string, Noun>> = {
  organizations,
  clients,
  sellers,
  grants,
  capabilities,
  tiers,
  dpa,
  'link-key': linkKey,
  brand,
};

const HELP_FLAGS = new Set(['--help', '-h', 'help']);

export interface OpsSetting {
  readonly env: EnvironmentSource;
  readonly print: (line: string) => void;
}

/** Carries out one command. @throws UsageError, and the errors of start-failure.ts */
export async function runOps(words: readonly string[], setting: OpsSetting): Promise<void> {
  const { print } = setting;
  const [nounName, verbName, ...rest] = words;
  if (nounName === undefined || HELP_FLAGS.has(nounName)) return print(helpOfAll());
  const noun = Object.hasOwn(NOUNS, nounName) ? NOUNS[nounName] : undefined;
  if (!noun) throw new UsageError(`there is no ${nounName}; try --help`);
  if (verbName === undefined || HELP_FLAGS.has(verbName)) return print(helpOfNoun(nounName, noun));
  const verb = Object.hasOwn(noun.verbs, verbName) ? noun.verbs[verbName] : undefined;
  if (!verb) throw new UsageError(`${nounName} cannot be asked to ${verbName}; try ${nounName} --help`);
  if (rest.some((word) => HELP_FLAGS.has(word))) return print(helpOfVerb(nounName, verbName, verb));
  await runVerb(verb, parseOptions(verb, rest), setting);
}

function parseOptions(verb: Verb, words: readonly string[]): OptionValues {
  try {
    return parseArgs({ args: [...words], options: optionsOf(verb), strict: true }).values as OptionValues;
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

/** Beside a running server its embedded database is used; without one it is started for the moment. */
async function runVerb(verb: Verb, values: OptionValues, { env, print }: OpsSetting): Promise<void> {
  const config = loadConfig(env, { requireDatabase: false });
  const data = await openData(config, createLogger('error'), () => {});
  try {
    await (config.embedded ? migrate(data.url) : assertSchemaCurrent(data.url));
    await verb.run({ config, db: data.db, print }, values);
  } finally {
    await data.db.close();
    if (!data.reused) await data.stopServer();
  }
}

function helpOfAll(): string {
  const lines = Object.entries(NOUNS).map(
    ([name, { summary, verbs }]) => `  ${name.padEnd(14)}${summary}: ${Object.keys(verbs).join(', ')}`,
  );
  return ['npm run ops -- <noun> <verb> [options]', '', ...lines, '', 'Add --help to any of them.'].join('\n');
}

function helpOfNoun(nounName: string, { summary, verbs }: Noun): string {
  return [
    `${nounName}: ${summary}`,
    ...Object.entries(verbs).flatMap(([name, verb]) => ['', helpOfVerb(nounName, name, verb)]),
  ].join('\n');
}

function helpOfVerb(nounName: string, verbName: string, { usage, summary }: Verb): string {
  return `npm run ops -- ${nounName} ${verbName} ${usage}`.trimEnd() + `\n  ${summary}`;
}
