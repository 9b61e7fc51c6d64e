import { Argument, Command } from 'commander';
import type { OperationEntry, ParamEntry } from '@nt24/sdk/operations';
import { contextOf } from './context.ts';
import type { Declared } from './declared.ts';
import { withExamples } from './examples.ts';
import type { OperationCommand } from './operation-declaration.ts';
import { entryOf } from './operation-entries.ts';
import { flagOf, optionsOf } from './operation-options.ts';

export function operationCommand(declared: OperationCommand): Declared {
  const { verb, operation, ofBuyer, examples } = declared;
  return {
    verb,
    operations: [operation, ...(ofBuyer === undefined ? [] : [ofBuyer])],
    build() {
      const entry = entryOf(operation);
      const command = new Command(verb).summary(entry.summary).description(descriptionOf(entry));
      for (const name of declared.positionals ?? []) command.addArgument(positionalOf(entry, name));
      for (const option of optionsOf(declared, entry)) command.addOption(option);
      command.action(async (...given: unknown[]) => {
        const { runOperation } = await import('./run-operation.ts');
        const texts = given.slice(0, declared.positionals?.length ?? 0).map(String);
        await runOperation(declared, { context: contextOf(command), positionals: texts, options: command.opts() });
      });
      return withExamples(command, examples);
    },
  };
}

function descriptionOf({ summary, description, verb, path }: OperationEntry): string {
  return [summary, description, `${verb} ${path}`].filter((part) => part !== '').join('\n\n');
}

function positionalOf(entry: OperationEntry, name: string): Argument {
  const { description } = paramOf(entry, name);
  // An id alone says nothing in a line of usage.
  const label = name === 'id' ? 'webhook-id' : flagOf(name);
  return new Argument(`<${label}>`, description);
}

function paramOf(entry: OperationEntry, name: string): ParamEntry {
  const param = entry.params.find((one) => one.name === name);
  if (!param) throw new TypeError(`${entry.id} has no ${name}`);
  return param;
}
