import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { addBrand } from './brand.ts';
import { addBuyers } from './buyers.ts';
import { addCapabilities } from './capabilities.ts';
import { addClients } from './clients.ts';
import { addDataFolder } from './data-folder.ts';
import { addDeclaration } from './declaration.ts';
import { addDpa } from './dpa.ts';
import { addGrants } from './grants.ts';
import { addInvitations } from './invitations.ts';
import { addLinkKey } from './link-key.ts';
import { addMasterKey } from './master-key.ts';
import { addOrganizations } from './organizations.ts';
import { addPiiLog } from './pii-log.ts';
import { addSandbox } from './sandbox.ts';
import { addSellers } from './sellers.ts';
import { addTiers } from './tiers.ts';
import type { WithContext } from './verb.ts';

const NOUNS = [
  addOrganizations,
  addClients,
  addSellers,
  addGrants,
  addCapabilities,
  addTiers,
  addDpa,
  addLinkKey,
  addMasterKey,
  addBrand,
  addDeclaration,
  addInvitations,
  addBuyers,
  addPiiLog,
  addDataFolder,
  addSandbox,
];

/** Wide enough for a noun with all its verbs. */
const HELP_COLUMNS = 120;

/** All commands. Throws a CommanderError instead of ending the process. */
export function createProgram(print: (text: string) => void, withContext: WithContext): Command {
  const write = (text: string): void => print(text.trimEnd());
  const program = new Command('npm run ops --')
    .usage('<noun> <verb> [options]')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write, outputError: () => {} })
    .configureHelp({ helpWidth: HELP_COLUMNS, subcommandDescription: (command) => withVerbs(command) })
    .addHelpText('after', '\nAdd --help to any of them.');
  for (const add of NOUNS) add(program, withContext);
  for (const noun of program.commands) describeVerbs(noun);
  return program;
}

function withVerbs(command: CommandUnknownOpts): string {
  const verbs = command.commands.map((verb) => verb.name());
  return verbs.length === 0 ? command.description() : `${command.description()}: ${verbs.join(', ')}`;
}

/** A noun's help shows each verb with all its options. */
function describeVerbs(noun: CommandUnknownOpts): void {
  for (const verb of noun.commands) verb.usage(usageOf(verb));
  noun
    .usage('<verb> [options]')
    .configureHelp({
      helpWidth: HELP_COLUMNS,
      visibleOptions: () => [],
      visibleCommands: () => [...noun.commands],
      subcommandTerm: (verb) => `${noun.name()} ${verb.name()} ${verb.usage()}`,
      formatItem: (term, _width, description) => `  ${term}\n    ${description}\n`,
    })
    .addHelpText('after', '\nAdd --help to any of them.');
}

/** Options in brackets may be left out. */
function usageOf(verb: CommandUnknownOpts): string {
  return verb.options.map(({ flags, mandatory }) => (mandatory ? flags : `[${flags}]`)).join(' ');
}
