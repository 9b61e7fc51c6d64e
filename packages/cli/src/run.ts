import { CommanderError } from 'commander';
import { EXIT, UsageError } from './failure.ts';
import { listenForInterrupts } from './interrupt.ts';
import { buildProgram } from './program.ts';

/** Runs one command line, and leaves the exit code with the process. */
export async function run(args: readonly string[]): Promise<void> {
  listenForInterrupts();
  // Whoever reads our output may have enough of it, as `head` has.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
  try {
    // Asked by shells at each press of the tab; no command of people.
    if (args[0] === '__complete') return await printCandidates(args.slice(1));
    const program = await buildProgram(args);
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    const isJson = args.includes('--json');
    if (!(error instanceof CommanderError)) await fail(error, isJson);
    else if (error.exitCode === 0) process.exitCode = EXIT.done;
    else if (isJson) await fail(usageErrorOf(error), isJson);
    // The parser has told people already.
    else process.exitCode = EXIT.usage;
  }
}

function usageErrorOf({ code, message }: CommanderError): UsageError {
  // It shows its help where a word lacks.
  const isHelp = code === 'commander.help';
  return new UsageError(isHelp ? 'which command? --help tells' : message.replace(/^error: /, ''));
}

/** What tells failures knows those of the SDK, which help and completion do without. */
async function fail(error: unknown, isJson: boolean): Promise<void> {
  const { exitCodeOf, tellFailure } = await import('./tell-failure.ts');
  process.exitCode = exitCodeOf(error);
  tellFailure(error, isJson);
}

async function printCandidates(args: readonly string[]): Promise<void> {
  const { complete } = await import('./completion/complete.ts');
  process.stdout.write(await complete(args[0] === '--' ? args.slice(1) : args));
}
