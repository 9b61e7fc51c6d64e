import { globSync, readFileSync } from 'node:fs';
import type { EventType } from '../packages/server/src/core/events/index.ts';
import { EXAMPLES_FOLDER, examples } from './webhook-examples.ts';

const PAGE = 'docs/webhooks.md';
const EXAMPLE = /<!-- example (\S+) -->\n[^]*?<!-- \/example -->/g;
const QUICK_STARTS = 'docs/quick-starts/*.md';
const PROGRAMS_FOLDER = 'docs/examples/quick-starts';
/** From here on an example serves the test vectors only. */
const BELOW = /\n*[^\n\S]*\/\/ --- Below[^]*|\n*# --- Below[^]*/;
const FENCES: Readonly<Record<string, string>> = {
  ts: 'ts',
  py: 'python',
  java: 'java',
  go: 'go',
  php: 'php',
  cs: 'csharp',
};

/** The receiver's page as it is, with the files of docs/examples/webhooks put in anew. */
export function pageWithExamples(): string {
  return readFileSync(PAGE, 'utf8').replace(EXAMPLE, (_, file: string) => {
    const code = readFileSync(`${EXAMPLES_FOLDER}/${file}`, 'utf8');
    const shown = code.replace(BELOW, '').trimEnd() + (file.endsWith('.java') ? '\n}' : '');
    const example = examples.find((candidate) => candidate.file === file);
    const note = example?.checked === false ? "*Not run by this project's own checks.*\n\n" : '';
    return exampleBlock(file, shown, note);
  });
}

/** The pages of quick starts as they are, with their programs put in anew. */
export function quickStartPages(): Record<string, string> {
  const whole = (page: string): string =>
    readFileSync(page, 'utf8').replace(EXAMPLE, (_, file: string) =>
      exampleBlock(file, readFileSync(`${PROGRAMS_FOLDER}/${file}`, 'utf8').trimEnd()),
    );
  return Object.fromEntries(globSync(QUICK_STARTS).map((page) => [page, whole(page)]));
}

function exampleBlock(file: string, shown: string, note = ''): string {
  const fence = FENCES[file.slice(file.lastIndexOf('.') + 1)] ?? '';
  return `<!-- example ${file} -->\n${note}\`\`\`${fence}\n${shown}\n\`\`\`\n<!-- /example -->`;
}

export function eventsPage(types: readonly EventType[]): string {
  const firing = types.filter(({ fires }) => fires);
  return [
    '# Events',
    '',
    `The ${types.length} types that a webhook can subscribe to. ${firing.length} of them fire today; the sources of the others are not built yet, and \`POST /v1/webhooks/{id}/test\` fires any of them.`,
    'The envelope, the signature, the plan of retries, and how to pull events instead are in [webhooks.md](webhooks.md).',
    ...types.flatMap(eventSection),
    '',
  ].join('\n');
}

function eventSection({ name, when, fires, data }: EventType): string[] {
  const members = Object.entries(data.properties).map(
    ([member, schema]) => `| \`${member}\` | ${meaningOf(schema, `${name}: ${member}`)} |`,
  );
  const table = members.length > 0 ? ['', '| data | |', '|---|---|', ...members] : [];
  return ['', `## \`${name}\``, '', `${when}${fires ? '' : ' *Does not fire yet.*'}`, ...table];
}

function meaningOf(member: object, about: string): string {
  if ('description' in member && typeof member.description === 'string') return member.description;
  throw new Error(`${about} has no description`);
}
