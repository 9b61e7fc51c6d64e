import { acceptDpa, withdrawDpa } from '../../modules/parties/organizations/index.ts';
import type { Noun } from './verb.ts';

export const addDpa: Noun = (program, withContext) => {
  const dpa = program.command('dpa').description('data processing agreements');
  dpa
    .command('accept')
    .description('record that an organization has accepted it')
    .requiredOption('--organization <slug>', 'who accepted')
    .option('--version <version>', 'what it accepted (default: the version in force)')
    .action(
      withContext(async ({ config, db, print }, { organization, version = config.dpaVersion }) => {
        await acceptDpa(db, organization, version);
        print(`organization ${organization} has accepted version ${version}`);
      }),
    );
  dpa
    .command('withdraw')
    .description('take that back; its calls are refused from now on')
    .requiredOption('--organization <slug>', 'whose agreement ends')
    .action(
      withContext(async ({ db, print }, { organization }) => {
        await withdrawDpa(db, organization);
        print(`organization ${organization} has no agreement any more`);
      }),
    );
};
