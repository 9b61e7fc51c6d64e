import { CommanderError } from 'commander';
import { EXIT } from './failure.ts';
import { listenForInterrupts } from './interrupt.ts';
import { buildProgram } from './program.ts';
import { exitCodeOf, tellFailure } from './tell-failure.ts';

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
    const isHelp = error instanceof CommanderError && error.exitCode === 0;
    process.exitCode = isHelp ? EXIT.done : exitCodeOf(error);
    tellFailure(error, args.includes('--json'));
  }
}

async function printCandidates(args: readonly string[]): Promise<void> {
  const { complete } = await import('./completion/complete.ts');
  process.stdout.write(await complete(args[0] === '--' ? args.slice(1) : args));
}
