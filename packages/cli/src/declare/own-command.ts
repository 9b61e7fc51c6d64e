import { Argument, Command, Option } from 'commander';
import { type Context, contextOf } from './context.ts';
import type { Declared } from './declared.ts';
import { withExamples } from './examples.ts';

/** A command that is more than one call. */
export interface OwnCommand<Options> {
  readonly verb: string;
  readonly about: string;
  /** More of it, for its help. */
  readonly details?: string;
  readonly operations: readonly string[];
  /** Such as `<file>` or `[name]`. */
  readonly positionals?: readonly Positional[];
  readonly options?: readonly OwnOption[];
  readonly examples: readonly string[];
  /** Arguments in their order, then options by their names. */
  run(context: Context, positionals: readonly string[], options: Options): Promise<void>;
}

export interface Positional {
  readonly usage: string;
  readonly about: string;
  readonly choices?: readonly string[];
}

export interface OwnOption {
  readonly flags: string;
  readonly about: string;
  readonly choices?: readonly string[];
  readonly default?: unknown;
  /** Not in the help. */
  readonly isHidden?: boolean;
  readonly parse?: (text: string, before: never) => unknown;
}

export function ownCommand<Options = object>(declared: OwnCommand<Options>): Declared {
  const { verb, about, details, operations, positionals = [], options = [], examples } = declared;
  return {
    verb,
    operations,
    build() {
      const command = new Command(verb).summary(about).description([about, details ?? ''].join('\n\n').trim());
      for (const one of positionals) command.addArgument(argumentOf(one));
      for (const one of options) command.addOption(optionOf(one));
      command.action(async (...given: unknown[]) => {
        const texts = given.slice(0, positionals.length).filter((one) => one !== undefined) as string[];
        await declared.run(contextOf(command), texts, command.opts<Options & object>());
      });
      return withExamples(command, examples);
    },
  };
}

function argumentOf({ usage, about, choices }: Positional): Argument {
  const argument = new Argument(usage, about);
  return choices ? argument.choices(choices) : argument;
}

function optionOf({ flags, about, choices, parse, isHidden = false, ...rest }: OwnOption): Option {
  const option = new Option(flags, about).hideHelp(isHidden);
  if (choices) option.choices(choices);
  if (parse) option.argParser(parse as (text: string, before: unknown) => unknown);
  if (rest.default !== undefined) option.default(rest.default);
  return option;
}
