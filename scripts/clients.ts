/**
 * `npm run clients [-- java|python|quick-start-java|schemathesis|typescript|deno|bun ...] [--seed 2]`: what others make of openapi.json, and
 * where else the SDK runs. openapi-generator's Java clients (native, okhttp-gson) compile, its Python client makes every call on a running
 * server, and schemathesis finds no good data refused and no answer that is not declared; @hey-api/openapi-ts's client compiles strictly and
 * makes calls; the packed SDK takes its tour in Deno and in Bun; the quick starts for Python and Java print what they say. What is not there
 * to try one (Java 17, Maven, Python 3, a package registry) it says in a line, and passes over that one. It exits 1 where a check fails.
 */
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installNpmTools, type NpmTools } from '../clients/npm-tools.ts';
import { callByTypescript, takeTour } from '../clients/npm-checks.ts';
import { openStage, type Stage } from '../clients/stage.ts';
import { installInto, installTools, missingProgram, said, succeeds, type Tools } from '../clients/tools.ts';
import { COMPILE_CACHE } from '../packages/harness/src/compile-cache.ts';
import { pasteQuickStart } from '../packages/harness/src/quick-start.ts';

const JAVA = ['java', '-version'] as const;
const MAVEN = ['mvn', '--version'] as const;
const PYTHON = ['python3', '--version'] as const;

interface Check {
  readonly needs: readonly (readonly [string, ...string[]])[];
  /** Words: why it is passed over. */
  run(stage: Stage): Promise<boolean | string>;
}

const checks: Readonly<Record<string, Check>> = {
  java: { needs: [JAVA, MAVEN, PYTHON], run: (stage) => withTools((tools) => compileJava(tools, stage)) },
  python: { needs: [JAVA, PYTHON], run: (stage) => withTools((tools) => callByPython(tools, stage)) },
  'quick-start-python': {
    needs: [JAVA, PYTHON],
    run: () => withTools(() => quickStart('docs/quick-starts/python.md')),
  },
  'quick-start-java': { needs: [JAVA, MAVEN], run: quickStartJava },
  schemathesis: { needs: [PYTHON], run: (stage) => withTools((tools) => runSchemathesis(tools, stage)) },
  typescript: { needs: [], run: (stage) => withNpmTools((tools) => callByTypescript(tools, stage)) },
  deno: { needs: [], run: (stage) => withNpmTools(({ deno }) => takeTour(stage, deno, ['run', '--allow-all'])) },
  bun: { needs: [], run: (stage) => withNpmTools(({ bun }) => takeTour(stage, bun, ['run'])) },
};

const { values, positionals: words } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const [pythonTools, npmTools] = [once(installTools), once(installNpmTools)];
await runAll();

async function runAll(): Promise<void> {
  enableCompileCache(COMPILE_CACHE);
  const stage = await openStage();
  try {
    for (const [name, { needs, run }] of Object.entries(checks)) {
      if (words.length > 0 && !words.includes(name)) continue;
      const missing = missingProgram(needs);
      report(name, missing === undefined ? await run(stage) : `no ${missing}`);
    }
    for (const line of stage.failures()) console.error(line);
    report('no failure of the service itself', stage.failures().length === 0);
  } finally {
    await stage.close();
  }
}

function report(what: string, outcome: boolean | string): void {
  if (typeof outcome === 'string') return console.log(`clients: ${what} passed over, ${outcome}`);
  console.log(`clients: ${what} ${outcome ? 'good' : 'FAILED'}`);
  if (!outcome) process.exitCode = 1;
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}

async function withTools(check: (tools: Tools) => Promise<boolean>): Promise<boolean | string> {
  const tools = await pythonTools();
  return tools === undefined ? 'no registry gives its tools' : check(tools);
}

async function withNpmTools(check: (tools: NpmTools) => Promise<boolean | string>): Promise<boolean | string> {
  const tools = await npmTools();
  return tools === undefined ? 'no registry gives its tools' : check(tools);
}

async function generate(
  { generatorJar }: Tools,
  stage: Stage,
  options: readonly string[],
): Promise<string | undefined> {
  const folder = join(stage.folder, options.join('-').replaceAll(/\W+/g, '-'));
  const args = ['-jar', generatorJar, 'generate', '-i', stage.document, '-o', folder, '-g', ...options];
  return (await succeeds('java', args)) ? folder : undefined;
}

async function compileJava(found: Tools, stage: Stage): Promise<boolean> {
  for (const library of ['native', 'okhttp-gson']) {
    const folder = await generate(found, stage, ['java', '--library', library]);
    if (folder === undefined || !(await succeeds('mvn', ['-q', '-B', '-DskipTests', 'compile'], { cwd: folder })))
      return false;
  }
  return true;
}

async function callByPython(found: Tools, stage: Stage): Promise<boolean> {
  const folder = await generate(found, stage, ['python']);
  if (folder === undefined || !(await installInto(found.python, join(folder, 'requirements.txt')))) return false;
  const env = { ...stage.env, PYTHONPATH: folder };
  return succeeds(found.python, ['clients/every_call.py'], { env, tells: true });
}

async function quickStartJava(): Promise<boolean | string> {
  const plugins = ['-f', 'docs/examples/quick-starts/pom.xml', 'dependency:resolve-plugins'];
  const areThere = (await said('mvn', ['-q', '-B', ...plugins])) !== undefined;
  return areThere ? quickStart('docs/quick-starts/java.md') : 'no registry gives its plugins';
}

async function quickStart(page: string): Promise<boolean> {
  const { expected, printed, complaints } = await pasteQuickStart(page, 'sh');
  if (printed !== expected) console.error(`${printed}\n${complaints}`);
  return printed === expected;
}

/** With one seed, so that what is found is found again; `--seed` is for who wants to look further. */
function runSchemathesis({ schemathesis }: Tools, stage: Stage): Promise<boolean> {
  const env = { ...stage.env, SCHEMATHESIS_HOOKS: 'clients.schemathesis_hooks', PYTHONPATH: resolve('.') };
  const [config, url] = [resolve('clients/schemathesis.toml'), stage.env['API_URL'] ?? ''];
  const options = ['--max-examples', '15', '--seed', values.seed, '--url', url];
  const args = ['--config-file', config, 'run', stage.document, ...options];
  return succeeds(schemathesis, args, { cwd: stage.folder, env, tells: true });
}
