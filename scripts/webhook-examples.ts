import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** One of docs/webhook-vectors.json. */
export interface WebhookVector {
  readonly name: string;
  readonly outcome: string;
  readonly nowSeconds: number;
  readonly secrets: readonly string[];
  /** '' when the header is not there. */
  readonly signature: string;
  readonly body: string;
}

/** A verifier shown in docs/webhooks.md, and how it is run; `$FOLDER` is a fresh one for what it leaves behind. */
export interface WebhookExample {
  readonly file: string;
  readonly language: string;
  readonly command: readonly [string, ...string[]];
  /** Whether it is run in this project's own checks; those that are not are marked on the page. */
  readonly checked: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** What the tools want beside the file: a name, and its text. */
  readonly beside?: Readonly<Record<string, string>>;
}

export type ExampleOutcome =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'differs'; readonly on: readonly string[] }
  | { readonly kind: 'not run'; readonly reason: string };

export const EXAMPLES_FOLDER = 'docs/examples/webhooks';
const PROJECT = `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType>
  <TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>`;

export const examples: readonly WebhookExample[] = [
  { file: 'verify-with-node.ts', language: 'TypeScript', command: [process.execPath, '$FILE'], checked: true },
  { file: 'verify.py', language: 'Python', command: ['python3', '$FILE'], checked: true },
  { file: 'Verify.java', language: 'Java', command: ['java', '$FILE'], checked: true },
  {
    file: 'verify.go',
    language: 'Go',
    command: ['go', 'run', '$FILE'],
    checked: true,
    env: { GO111MODULE: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '' },
  },
  { file: 'verify.php', language: 'PHP', command: ['php', '$FILE'], checked: false },
  {
    file: 'Verify.cs',
    language: 'C#',
    command: ['dotnet', 'run', '--project', '$FOLDER'],
    checked: false,
    beside: { 'verify.csproj': PROJECT },
  },
];

export async function readVectors(): Promise<readonly WebhookVector[]> {
  const file = JSON.parse(await readFile('docs/webhook-vectors.json', 'utf8')) as { vectors: readonly WebhookVector[] };
  return file.vectors;
}

/** Lets the example judge all vectors: true for valid and false for refused, or undefined where its language is not installed. */
export async function judgeWith(
  example: WebhookExample,
  vectors: readonly Omit<WebhookVector, 'name' | 'outcome'>[],
): Promise<boolean[] | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'nt24-example-'));
  try {
    const file = join(folder, example.file);
    await writeFile(file, await readFile(join(EXAMPLES_FOLDER, example.file)));
    for (const [name, content] of Object.entries(example.beside ?? {})) await writeFile(join(folder, name), content);
    const [program, ...args] = example.command.map((part) => part.replace('$FILE', file).replace('$FOLDER', folder));
    const child = spawn(program ?? '', args, {
      env: { ...process.env, ...example.env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = new Promise<boolean>((resolve) =>
      child.once('exit', (code) => resolve(code === 0)).once('error', () => resolve(false)),
    );
    child.stdin.on('error', () => undefined).end(vectors.map(lineOf).join(''));
    const said = await text(child.stdout);
    if (child.pid === undefined) return undefined;
    if (!(await ended)) throw new Error(`${example.file} failed`);
    return said
      .trimEnd()
      .split(/\r?\n/)
      .map((word) => word === 'valid');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lineOf({ nowSeconds, signature, secrets, body }: Omit<WebhookVector, 'name' | 'outcome'>): string {
  const encode = (part: string): string => Buffer.from(part).toString('base64');
  return `${[nowSeconds, signature, secrets.map(encode).join(','), encode(body)].join('\t')}\n`;
}

export async function runExample(example: WebhookExample, vectors: readonly WebhookVector[]): Promise<ExampleOutcome> {
  const judged = await judgeWith(example, vectors);
  if (!judged) return { kind: 'not run', reason: `${example.command[0]} is not installed` };
  const on = vectors.filter(({ outcome }, n) => judged[n] !== (outcome === 'valid')).map(({ name }) => name);
  return on.length > 0 ? { kind: 'differs', on } : { kind: 'agrees' };
}
