import type { Command, Option } from 'commander';
import { plainText } from '../output/plain-text.ts';
import { buildProgram } from '../program.ts';
import { profileNames } from '../profiles/profile-file.ts';

interface Candidate {
  readonly word: string;
  readonly about: string;
}

const LONGEST_ABOUT = 70;

/** What could stand in place of the last word, a line each: the word, a tab, and what it is about. */
export async function complete(words: readonly string[]): Promise<string> {
  const word = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const found = await candidatesFor(await buildProgram(before), before, word);
  return found
    .filter((one) => one.word.startsWith(word))
    .map((one) => `${one.word}\t${shortened(one.about)}\n`)
    .join('');
}

async function candidatesFor(program: Command, before: readonly string[], word: string): Promise<readonly Candidate[]> {
  const { command, positionals, awaiting } = placeOf(program, before);
  if (awaiting) return valuesOf(awaiting);
  if (word.startsWith('-'))
    return [...command.options, ...(command === program ? [] : program.options)].flatMap(flagsOf);
  if (command.commands.length > 0 && positionals === 0) {
    return command.commands.map((one) => ({ word: one.name(), about: one.summary() || one.description() }));
  }
  const argument = command.registeredArguments[positionals];
  return (argument?.argChoices ?? []).map((choice) => ({ word: choice, about: argument?.description ?? '' }));
}

interface Place {
  readonly command: Command;
  /** How many arguments of it are there already. */
  readonly positionals: number;
  /** The option whose value comes next. */
  readonly awaiting: Option | undefined;
}

function placeOf(program: Command, before: readonly string[]): Place {
  let place: Place = { command: program, positionals: 0, awaiting: undefined };
  for (const word of before) place = behind(program, place, word);
  return place;
}

function behind(program: Command, { command, positionals, awaiting }: Place, word: string): Place {
  if (awaiting) return { command, positionals, awaiting: undefined };
  if (word.startsWith('-')) {
    const option = [...command.options, ...program.options].find((one) => one.long === word || one.short === word);
    return { command, positionals, awaiting: option?.required === true ? option : undefined };
  }
  const next = command.commands.find((one) => one.name() === word);
  return next
    ? { command: next, positionals: 0, awaiting: undefined }
    : { command, positionals: positionals + 1, awaiting: undefined };
}

async function valuesOf(option: Option): Promise<readonly Candidate[]> {
  const values = option.long === '--profile' ? await profileNames() : (option.argChoices ?? []);
  return values.map((value) => ({ word: value, about: '' }));
}

function flagsOf({ long, description, hidden }: Option): readonly Candidate[] {
  return long === undefined || hidden ? [] : [{ word: long, about: description }];
}

function shortened(about: string): string {
  const line = plainText(about).split(/(?<=[.;:]) /)[0] ?? '';
  return line.length > LONGEST_ABOUT ? `${line.slice(0, LONGEST_ABOUT - 1)}…` : line;
}
