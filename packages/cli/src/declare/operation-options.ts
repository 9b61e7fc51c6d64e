import { Option } from 'commander';
import type { OperationEntry, ParamEntry } from '@nt24/sdk/operations';
import type { OperationCommand } from './operation-declaration.ts';
import { readArray, readChoice, readJson, readNumber } from './option-values.ts';

/** Said by options of every command, or by the call itself. */
const NOT_OFFERED = new Set(['sellerId', 'buyerId', 'ifNoneMatch', 'file']);

/** `recipientEmail` is `--recipient-email`. */
export function flagOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The options of a command: the buyer, members of the input, and what goes with the kind of the answer. */
export function optionsOf(declared: OperationCommand, entry: OperationEntry): Option[] {
  const taken = new Set([...NOT_OFFERED, ...(declared.positionals ?? [])]);
  const offered = entry.params.filter(({ name }) => !taken.has(name));
  const members = offered.filter(({ name, in: place }) => place !== 'body' || isMember(declared, name));
  return [
    ...buyerOption(declared, entry),
    ...members.flatMap((param) => memberOptions(param, declared.spread?.[param.name])),
    ...kindOptions(entry),
    ...(declared.question === undefined ? [] : [new Option('--yes', 'do it without asking')]),
  ];
}

function isMember({ members }: OperationCommand, name: string): boolean {
  return members === undefined || members.includes(name);
}

function buyerOption({ ofBuyer, positionals = [] }: OperationCommand, { params }: OperationEntry): Option[] {
  const param = params.find(({ name }) => name === 'buyerId');
  if (positionals.includes('buyerId') || (!param && ofBuyer === undefined)) return [];
  return [new Option('--buyer <uuid>', 'the buyer that it is about')];
}

function memberOptions(param: ParamEntry, spread: readonly string[] | undefined): Option[] {
  if (spread) return spread.map((name) => new Option(`--${flagOf(name)} <text>`, `${name} of ${param.name}`));
  const flag = flagOf(param.name);
  if (param.type === 'boolean') {
    return [new Option(`--${flag}`, param.description), new Option(`--no-${flag}`, `not ${flag}`)];
  }
  const about = [param.description, param.items?.values ? 'Several by commas.' : '', param.required ? 'Needed.' : '']
    .filter((part) => part !== '')
    .join(' ');
  return [typed(new Option(`--${flag} <${placeholderOf(param)}>`, about), param)];
}

function typed(option: Option, { type, values, items, name }: ParamEntry): Option {
  const choices = values?.map(String) ?? items?.values?.map(String);
  // Set beside the reader, since the parser's own takes each choice in one letter case alone.
  if (choices) option.choices(choices);
  const label = `--${flagOf(name)}`;
  if (type === 'array') return option.argParser((text, before) => readArray({ text, before, items, label }));
  if (type === 'integer' || type === 'number') return option.argParser((text) => readNumber(text, label));
  if (type === 'object' || type === 'any') return option.argParser((text) => readJson(text, label));
  return choices ? option.argParser((text) => readChoice(text, { choices, label })) : option;
}

function placeholderOf({ type, format, items }: ParamEntry): string {
  if (type === 'array') return items?.type === 'object' ? 'json' : 'a,b';
  if (type === 'integer' || type === 'number') return 'n';
  if (type === 'object' || type === 'any') return 'json';
  if (format === 'uuid' || format === 'date' || format === 'email') return format;
  if (format === 'date-time') return 'time';
  return format === 'uri' ? 'url' : 'text';
}

/** Whether its body may be given as a whole. That of a form cannot, and a member of that name stands before it. */
export function takesBody({ isForm, params }: OperationEntry): boolean {
  const members = params.filter(({ in: place }) => place === 'body');
  return !isForm && members.length > 0 && members.every(({ name }) => name !== 'data');
}

function kindOptions(entry: OperationEntry): Option[] {
  const { answer, verb } = entry;
  return [
    ...(answer === 'page' ? [new Option('--all', 'all entries, page after page; with --json one a line')] : []),
    ...(answer === 'bytes'
      ? [
          new Option('--out <file>', 'where to: a file, or - for stdout; default: the name that the service gives'),
          new Option('--force', 'write over a file that is there'),
        ]
      : []),
    ...(takesBody(entry)
      ? [new Option('--data <json>', 'the body, or members of it: JSON, @file, or - for stdin')]
      : []),
    ...(verb === 'GET'
      ? []
      : [
          new Option(
            '--idempotency-key <key>',
            'for a call that may be repeated later: the same key does nothing twice',
          ),
        ]),
  ];
}
