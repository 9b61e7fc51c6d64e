import type { Command } from 'commander';

/** Below the help of the command. */
export function withExamples(command: Command, examples: readonly string[]): Command {
  const lines = examples.map((line) => `  $ nt24 ${line}`);
  return examples.length === 0 ? command : command.addHelpText('after', ['', 'Examples:', ...lines].join('\n'));
}
