import { CommanderError } from 'commander';
import { EXIT } from './failure.ts';
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
    // The parser has told its own already.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else await fail(error, args.includes('--json'));
  }
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
