import { readFileSync } from 'node:fs';
import { nouns } from '../packages/cli/src/commands/nouns.ts';
import type { Declared } from '../packages/cli/src/declare/declared.ts';

const [START, END] = ['<!-- commands -->', '<!-- /commands -->'];

/** docs/cli.md as it is, with its table of commands made anew. */
export async function cliPage(): Promise<string> {
  const page = readFileSync('docs/cli.md', 'utf8');
  const rows = await Promise.all(nouns.map(async ({ name, load }) => (await load()).map((one) => rowOf(name, one))));
  const table = ['| command | what it does | operations |', '|---|---|---|', ...rows.flat()].join('\n');
  const [before = '', rest = ''] = page.split(START);
  return `${before}${START}\n${table}\n${END}${rest.split(END)[1] ?? ''}`;
}

function rowOf(noun: string, { verb, operations, build }: Declared): string {
  const command = build();
  const words = verb === noun ? noun : `${noun} ${verb}`;
  const called = operations.map((id) => `\`${id}\``).join(', ');
  return ['', `\`${[words, ...argumentsOf(command)].join(' ')}\``, command.summary(), called, ''].join(' | ').trim();
}

function argumentsOf({ registeredArguments }: ReturnType<Declared['build']>): string[] {
  return registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`));
}
