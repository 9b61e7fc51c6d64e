import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../../harness/src/compile-cache.ts';
import type { TestOrganization, TestService } from '../../harness/src/service.ts';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly cwd?: string;
}

/** `nt24` as a process, with credentials by variables and a folder of settings of its own. */
export interface Cli {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  (args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** What it answers with `--json`. */
  json<Answer>(args: readonly string[], options?: RunOptions): Promise<Answer>;
}

export const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

export function credentialsOf(service: TestService, org: TestOrganization): Record<string, string> {
  return {
    NT24_BASE_URL: service.url,
    NT24_ISSUER: service.config.oidc.issuer,
    NT24_CLIENT_ID: org.clientId,
    NT24_CLIENT_SECRET: org.clientSecret,
  };
}

export function cliWith(credentials: Readonly<Record<string, string>>): Cli {
  const home = mkdtempSync(join(tmpdir(), 'nt24-cli-'));
  const { PATH = '', TZ = 'UTC' } = process.env;
  const env = { PATH, TZ, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), ...compileCache(), ...credentials };
  const run = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
    ranProcess([MAIN, ...args], { ...options, env: { ...env, ...options.env } });
  const json = async <Answer>(args: readonly string[], options?: RunOptions): Promise<Answer> => {
    const { code, stdout, stderr } = await run([...args, '--json'], options);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as Answer;
  };
  return Object.assign(run, { home, env, json });
}

async function ranProcess(args: readonly string[], { env, stdin = '', cwd }: RunOptions): Promise<Ran> {
  const child = spawn(process.execPath, args, { env, ...(cwd !== undefined && { cwd }) });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece: Buffer) => (said.stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (said.stderr += piece.toString()));
  // It may end without reading what it is given.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, ...said };
}

/** A process that is not waited for. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has said so far. */
  readonly said: { readonly stdout: string; readonly stderr: string };
  ended(): Promise<number | NodeJS.Signals | null>;
}

export function startCli({ env }: Cli, args: readonly string[], more: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...env, ...more } });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece: Buffer) => (said.stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (said.stderr += piece.toString()));
  const end = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  );
  return { child, said, ended: () => end };
}
