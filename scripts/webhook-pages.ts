import { readFileSync } from 'node:fs';
import { EVENT_TYPES, type EventType } from '../packages/server/src/modules/delivery/webhooks/event-types.ts';
import { eventDescriptions } from '../packages/server/src/modules/delivery/webhooks/event-descriptions.ts';
import { EXAMPLES_FOLDER, examples } from './webhook-examples.ts';

const PAGE = 'docs/webhooks.md';
const EXAMPLE = /<!-- example (\S+) -->\n[^]*?<!-- \/example -->/g;
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
    const fence = FENCES[file.slice(file.lastIndexOf('.') + 1)] ?? '';
    return `<!-- example ${file} -->\n${note}\`\`\`${fence}\n${shown}\n\`\`\`\n<!-- /example -->`;
  });
}

export function eventsPage(): string {
  const firing = EVENT_TYPES.filter((type) => eventDescriptions[type].fires);
  return [
    '# Events',
    '',
    `The ten types that a webhook can subscribe to. ${firing.length} of them fire today; the sources of the others are not built yet, and \`POST /v1/webhooks/{id}/test\` fires any of them.`,
    'The envelope, the signature and the plan of retries are in [webhooks.md](webhooks.md).',
    ...EVENT_TYPES.flatMap(eventSection),
    '',
  ].join('\n');
}

function eventSection(type: EventType): string[] {
  const { when, fires, data } = eventDescriptions[type];
  const members = Object.entries(data).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
  const table = members.length > 0 ? ['', '| data | |', '|---|---|', ...members] : [];
  return ['', `## \`${type}\``, '', `${when}${fires ? '' : ' *Does not fire yet.*'}`, ...table];
}
