import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What is installed for these checks stays between runs. */
const CACHE = resolve('node_modules/.cache/clients');
const REQUIREMENTS = 'clients/requirements.txt';
/** Written when all of them are there. */
const INSTALLED = join(CACHE, 'installed.txt');

export interface Tools {
  readonly python: string;
  readonly schemathesis: string;
  /** openapi-generator's, which the Python package of that name holds. */
  readonly generatorJar: string;
}

/** Of the programs the first that cannot be run here. */
export function missingProgram(programs: readonly (readonly [string, ...string[]])[]): string | undefined {
  const missing = programs.find(([program, ...args]) => spawnSync(program, args, { stdio: 'ignore' }).status !== 0);
  return missing?.[0];
}

/** Python's tools in the versions of requirements.txt, in an environment of their own. Undefined where no registry gives them. */
export async function installTools(): Promise<Tools | undefined> {
  const [python, bin] = [join(CACHE, 'bin', 'python'), join(CACHE, 'bin')];
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  if (!existsSync(INSTALLED) || readFileSync(INSTALLED, 'utf8') !== wanted) {
    rmSync(CACHE, { recursive: true, force: true });
    const isThere = await succeeds('python3', ['-m', 'venv', CACHE]);
    if (!isThere || !(await installInto(python, REQUIREMENTS))) return undefined;
    writeFileSync(INSTALLED, wanted);
  }
  const where = 'import openapi_generator_cli as cli; print(cli.__path__[0])';
  const folder = spawnSync(python, ['-c', where], { encoding: 'utf8' }).stdout.trim();
  return { python, schemathesis: join(bin, 'schemathesis'), generatorJar: join(folder, 'openapi-generator.jar') };
}

export function installInto(python: string, requirements: string): Promise<boolean> {
  return succeeds(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', requirements]);
}

interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the last line of what it says is shown where all is well. */
  readonly tells?: boolean;
}

/** Runs it beside the server of this process, and shows what it says where it fails. */
export async function succeeds(
  program: string,
  args: readonly string[],
  { tells = false, ...where }: Surroundings = {},
): Promise<boolean> {
  const { words, isGood } = await ran(program, args, where);
  if (!isGood) console.error(words);
  else if (tells) console.log(words.slice(words.lastIndexOf('\n') + 1));
  return isGood;
}

/** What it says; undefined where it fails. */
export async function said(program: string, args: readonly string[]): Promise<string | undefined> {
  const { words, isGood } = await ran(program, args, {});
  return isGood ? words : undefined;
}

function ran(
  program: string,
  args: readonly string[],
  { cwd = '.', env = {} }: Omit<Surroundings, 'tells'>,
): Promise<{ readonly words: string; readonly isGood: boolean }> {
  return new Promise((done) => {
    const heard: Buffer[] = [];
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const words = (): string => Buffer.concat(heard).toString().trimEnd();
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => heard.push(chunk));
    child.once('error', () => done({ words: words(), isGood: false }));
    child.once('close', (code) => done({ words: words(), isGood: code === 0 }));
  });
}
