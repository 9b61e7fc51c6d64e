/**
 * `npm run clients [-- java|python|schemathesis ...] [--seed 2]`: what others make of openapi.json. openapi-generator's Java client compiles, its
 * Python client makes every call on a running server, and schemathesis finds no good data refused and no answer that is not declared.
 * Needs Java 17, Maven, Python 3 and package registries; without one of them it says so in a line, and exits 0. Else it exits 1 where a
 * check fails.
 */
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openStage, type Stage } from '../clients/stage.ts';
import { installInto, installTools, missingProgram, succeeds, type Tools } from '../clients/tools.ts';
import { COMPILE_CACHE } from '../packages/harness/src/compile-cache.ts';

const PROGRAMS = [
  ['java', '-version'],
  ['mvn', '--version'],
  ['python3', '--version'],
] as const;

const checks: Readonly<Record<string, (tools: Tools, stage: Stage) => Promise<boolean>>> = {
  java: compileJava,
  python: callByPython,
  schemathesis: runSchemathesis,
};

const { values, positionals: words } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const missing = missingProgram(PROGRAMS);
const tools = missing === undefined ? await installTools() : undefined;
if (tools) await runAll(tools);
else console.log(`clients: passed over, ${missing === undefined ? 'no registry gives their tools' : `no ${missing}`}`);

async function runAll(found: Tools): Promise<void> {
  enableCompileCache(COMPILE_CACHE);
  const stage = await openStage();
  try {
    for (const [name, check] of Object.entries(checks)) {
      if (words.length > 0 && !words.includes(name)) continue;
      report(name, await check(found, stage));
    }
    for (const line of stage.failures()) console.error(line);
    report('no failure of the service itself', stage.failures().length === 0);
  } finally {
    await stage.close();
  }
}

function report(what: string, isGood: boolean): void {
  console.log(`clients: ${what} ${isGood ? 'good' : 'FAILED'}`);
  if (!isGood) process.exitCode = 1;
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
  const folder = await generate(found, stage, ['java', '--library', 'native']);
  return folder !== undefined && succeeds('mvn', ['-q', '-B', '-DskipTests', 'compile'], { cwd: folder });
}

async function callByPython(found: Tools, stage: Stage): Promise<boolean> {
  const folder = await generate(found, stage, ['python']);
  if (folder === undefined || !(await installInto(found.python, join(folder, 'requirements.txt')))) return false;
  const env = { ...stage.env, PYTHONPATH: folder };
  return succeeds(found.python, ['clients/every_call.py'], { env, tells: true });
}

/** With one seed, so that what is found is found again; `--seed` is for who wants to look further. */
function runSchemathesis({ schemathesis }: Tools, stage: Stage): Promise<boolean> {
  const env = { ...stage.env, SCHEMATHESIS_HOOKS: 'clients.schemathesis_hooks', PYTHONPATH: resolve('.') };
  const [config, url] = [resolve('clients/schemathesis.toml'), stage.env['API_URL'] ?? ''];
  const options = ['--max-examples', '15', '--seed', values.seed, '--url', url];
  const args = ['--config-file', config, 'run', stage.document, ...options];
  return succeeds(schemathesis, args, { cwd: stage.folder, env, tells: true });
}
