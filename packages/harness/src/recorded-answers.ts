import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WireAnswer } from '../../guards/src/check-answer.ts';
import { watchAnswers } from './watch-answers.ts';

/** Writes down the answers of this process for the one that stands for it: it may be killed at any time, and is to start quickly. */
export function recordAnswers(folder: string): void {
  const file = answersFile(folder, process.pid);
  watchAnswers((answer) => {
    if (answer.target.includes('/v1/')) appendFileSync(file, `${lineOf(answer)}\n`);
  });
}

/** The bytes of a file have no schema. */
function lineOf({ headers, body, ...answer }: WireAnswer): string {
  const type = headers['content-type'];
  const isJson = type === undefined || String(type).includes('json');
  return JSON.stringify({
    ...answer,
    headers: { 'content-type': type },
    body: isJson ? body.toString('base64') : '',
  });
}

function readLine(line: string): WireAnswer {
  const answer = JSON.parse(line) as Omit<WireAnswer, 'body'> & { readonly body: string };
  return { ...answer, body: Buffer.from(answer.body, 'base64') };
}

/** What `recordAnswers` wrote there. */
export function readAnswers(file: string): WireAnswer[] {
  return readFileSync(file, 'utf8').trim().split('\n').map(readLine);
}

export function answersFile(folder: string, pid: number): string {
  return join(folder, `${pid}.answers`);
}
