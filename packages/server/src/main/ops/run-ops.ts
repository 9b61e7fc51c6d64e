import { type Command, CommanderError } from '@commander-js/extra-typings';
import { loadConfig } from '../../config/config.ts';
import type { EnvironmentSource } from '../../config/env.ts';
import { assertSchemaCurrent } from '../../platform/db/migrate.ts';
import { createLogger } from '../../platform/logger.ts';
import { migrateData } from '../migrate-data.ts';
import { openData } from '../open-data.ts';
import { createProgram } from './program.ts';
import { type OpsContext, UsageError } from './verb.ts';

export interface OpsSetting {
  readonly env: EnvironmentSource;
  readonly print: (line: string) => void;
}

/** Carries out one command. @throws UsageError, and the errors of start-failure.ts */
export async function runOps(words: readonly string[], setting: OpsSetting): Promise<void> {
  const program = createProgram(
    setting.print,
    (carryOut) => (options) => inContext(setting, (context) => carryOut(context, options)),
  );
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (!HELP_WAS_SHOWN.has(error.code)) throw new UsageError(usageText(error, program, words));
  }
}

/** Beside a running server its embedded database is used; without one it is started for the moment. */
async function inContext({ env, print }: OpsSetting, use: (context: OpsContext) => Promise<void>): Promise<void> {
  const config = loadConfig(env, { requireDatabase: false, isTool: true });
  const log = createLogger('error');
  const data = await openData(config, log, () => {});
  try {
    await (config.embedded ? migrateData(config, data.url) : assertSchemaCurrent(data.url));
    await use({ config, db: data.db, databaseUrl: data.url, log, print });
  } finally {
    await data.db.close();
    if (!data.reused) await data.stopServer();
  }
}

/** Asked for, or because a noun or a verb was missing. */
const HELP_WAS_SHOWN: ReadonlySet<string> = new Set(['commander.help', 'commander.helpDisplayed']);

/** One line that says where to read on. */
function usageText(
  error: CommanderError,
  program: Command,
  [nounName = '', verbName = '', ...rest]: readonly string[],
): string {
  const noun = program.commands.find((command) => command.name() === nounName);
  const verb = noun?.commands.find((command) => command.name() === verbName);
  if (error.code === 'commander.unknownCommand' && !noun) return `there is no ${nounName}; try --help`;
  if (error.code === 'commander.unknownCommand')
    return `${nounName} cannot be asked to ${verbName}; try ${nounName} --help`;
  const missing = /required option '(--\S+)/.exec(error.message)?.[1];
  // Of a mistyped option the library says first that the right one is missing.
  const [mistyped] = missing === undefined ? [] : (verb?.parseOptions([...rest]).unknown ?? []);
  if (mistyped !== undefined) return `Unknown option '${mistyped}'; try ${nounName} ${verbName} --help`;
  if (missing !== undefined) return `${missing} is missing`;
  const text = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
