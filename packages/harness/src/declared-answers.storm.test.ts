import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

/** A process that is held to the document of this repository, and gives an answer. */
const SCRIPT = `
import { createServer } from 'node:http';
const { requireDeclaredAnswers } = await import(process.env.DECLARED_ANSWERS);
const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.write(process.env.BODY.slice(0, 1));
  response.end(process.env.BODY.slice(1));
}).listen(0, '127.0.0.1', async () => {
  await (await fetch('http://127.0.0.1:' + server.address().port + process.env.PATH_ASKED)).arrayBuffer();
  server.close();
  requireDeclaredAnswers();
});`;

function errorsOf(path: string, body: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-answers-'));
  const held = new URL('declared-answers-process.ts', import.meta.url).href;
  const { stderr } = spawnSync(process.execPath, ['--import', held, '--input-type=module', '-e', SCRIPT], {
    encoding: 'utf8',
    env: {
      TEST_RUN_FOLDER: folder,
      DECLARED_ANSWERS: new URL('declared-answers.ts', import.meta.url).href,
      PATH_ASKED: path,
      BODY: body,
    },
  });
  rmSync(folder, { recursive: true });
  return stderr;
}

test('an answer other than declared is an error of the process that gave it', () => {
  assert.match(
    errorsOf('/v1/webhooks?all', '{}'),
    /Error: answers other than declared:\nlistWebhooks \(GET \/v1\/webhooks\) 200: body must be array\n/,
  );
  assert.match(errorsOf('/v1/nothing', '[]'), /no operation \(GET \/v1\/nothing\) 200: the status is not declared\n/);
});

test('an answer as declared is none', () => {
  assert.equal(errorsOf('/v1/webhooks?all', '[]'), '');
  assert.equal(errorsOf('/health/live', '[]'), '');
});

test('a process that stands for another one answers for it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-answers-'));
  writeFileSync(join(folder, '4711.answers'), 'getMe 418: the status is not declared\n');
  const script = `const { requireDeclaredAnswers, standForAnswersOf } = await import(process.env.DECLARED_ANSWERS);
    requireDeclaredAnswers();
    console.log('none of its own');
    standForAnswersOf(4711);
    requireDeclaredAnswers();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { TEST_RUN_FOLDER: folder, DECLARED_ANSWERS: new URL('declared-answers.ts', import.meta.url).href },
  });
  rmSync(folder, { recursive: true });
  assert.equal(stdout, 'none of its own\n');
  assert.match(stderr, /Error: answers other than declared:\ngetMe 418: the status is not declared\n/);
});
