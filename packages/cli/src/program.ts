import { Command } from 'commander';
import { nouns } from './commands/nouns.ts';
import type { Declared } from './declare/declared.ts';
import { withExamples } from './declare/examples.ts';
import { version } from './version.ts';

const EXIT_CODES = `
Exit codes:
  0  done
  1  failed: the service refused it, or could not be reached
  2  cancelled: Ctrl-C, or answered no
  3  not understood: an unknown command or option, or one that lacks
  4  authentication: no credentials, or refused ones`;

/**
 * The parser for one command line. Only the nouns that it names bring their commands along, since it is started for one of them; for what
 * speaks of all, say `all`.
 */
export async function buildProgram(args: readonly string[] | 'all'): Promise<Command> {
  const program = new Command('nt24')
    .description('The NT24 Integration API on the command line.')
    .version(version(), '-V, --version')
    .option('--json', 'answers as JSON, as the API gives them; errors too, on stderr')
    .option('--profile <name>', 'whose credentials to use (NT24_PROFILE)')
    .option(
      '--seller <uuid>',
      'the seller that it is about (NT24_SELLER); default: that of the profile, or the only one',
    )
    .option('--verbose', 'tell each call on stderr, without secrets')
    .helpCommand(false)
    .showHelpAfterError('(--help tells more)')
    .exitOverride()
    // For programs, what went wrong is told as JSON by who runs this.
    .configureOutput(args.includes('--json') ? { writeErr: () => undefined } : {})
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .addHelpText('after', EXIT_CODES);
  for (const { name, about, load } of nouns) {
    const isNamed = args === 'all' || args.includes(name);
    const command = isNamed ? commandOf(name, about, await load()) : new Command(name).description(about);
    program.addCommand(settled(program, command));
  }
  return withExamples(program, [
    'login',
    'invitations list --status ACTIVE',
    'invitations import buyers.csv --dry-run',
  ]);
}

/** A noun of one command that bears its name is that command. */
function commandOf(name: string, about: string, commands: readonly Declared[]): Command {
  const [first, ...others] = commands;
  if (first?.verb === name && others.length === 0) return first.build();
  const noun = new Command(name).description(about).helpCommand(false);
  for (const one of commands) noun.addCommand(one.build());
  return noun;
}

/** What is added as a whole takes nothing over by itself. */
function settled(program: Command, command: Command): Command {
  command.copyInheritedSettings(program);
  for (const one of command.commands) settled(command, one);
  return command;
}
