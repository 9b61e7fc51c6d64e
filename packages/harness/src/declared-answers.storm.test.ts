import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

/** A process that gives an answer. */
const SERVER = `
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.write(process.env.BODY.slice(0, 1));
  response.end(process.env.BODY.slice(1));
}).listen(0, '127.0.0.1', async () => {
  await (await fetch('http://127.0.0.1:' + server.address().port + process.env.PATH_ASKED)).arrayBuffer();
  server.close();
  await after();
});`;

/** It is held to the document itself, by `requireDeclaredAnswers`. */
const HELD = `const { holdToDeclarations, requireDeclaredAnswers } = await import(process.env.DECLARED_ANSWERS);
const after = requireDeclaredAnswers;
${SERVER}
holdToDeclarations(server);`;

/** It writes its answers down, and is then killed. */
const RECORDED = `const after = () => process.kill(process.pid, 'SIGKILL');
${SERVER}`;

/** Stands for the process of that number. */
const STANDING = `const { requireDeclaredAnswers, standForAnswersOf } = await import(process.env.DECLARED_ANSWERS);
requireDeclaredAnswers();
standForAnswersOf(Number(process.env.PID));
requireDeclaredAnswers();`;

function run(script: string, env: Record<string, string>, preload: readonly string[] = []) {
  return spawnSync(process.execPath, [...preload, '--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...env, DECLARED_ANSWERS: new URL('declared-answers.ts', import.meta.url).href },
  });
}

function errorsOf(path: string, body: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-answers-'));
  const env = { TEST_RUN_FOLDER: folder, PATH_ASKED: path, BODY: body };
  const recording = new URL('declared-answers-process.ts', import.meta.url).href;
  const { pid, signal } = run(RECORDED, env, ['--import', recording]);
  assert.equal(signal, 'SIGKILL');
  const errors = [run(HELD, env).stderr, run(STANDING, { ...env, PID: String(pid) }).stderr];
  rmSync(folder, { recursive: true });
  return errors;
}

test('an answer other than declared is an error of the process that gave it, and of the one that stands for it', () => {
  for (const error of errorsOf('/v1/webhooks?all', '{}'))
    assert.match(
      error,
      /Error: answers other than declared:\nlistWebhooks \(GET \/v1\/webhooks\) 200: body must be array\n/,
    );
  for (const error of errorsOf('/v1/nothing', '[]'))
    assert.match(error, /no operation \(GET \/v1\/nothing\) 200: the status is not declared\n/);
});

test('an answer as declared is none', () => {
  assert.deepEqual(errorsOf('/v1/webhooks?all', '[]'), ['', '']);
  assert.deepEqual(errorsOf('/health/live', '[]'), ['', '']);
});
