import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { answerChecker, type ApiDocument } from '../../guards/src/check-answer.ts';
import { watchAnswers } from './watch-answers.ts';

/** Where scripts/test.ts collects what the guards look into. Without it, as under measurement, nothing is watched. */
const folder = process.env['TEST_RUN_FOLDER'];

/** Writes down each answer of this process that differs from what the document declares. */
export function holdToDeclarations(document: ApiDocument, only?: Server): void {
  if (folder === undefined) return;
  const differenceOf = answerChecker(document);
  const file = fileOf(folder, process.pid);
  watchAnswers((answer) => {
    const difference = differenceOf(answer);
    if (difference !== undefined) appendFileSync(file, `${difference}\n`);
  }, only);
}

/** Throws when the process, this one by default, gave an answer that it does not declare. */
export function requireDeclaredAnswers(pid = process.pid): void {
  const file = folder === undefined ? undefined : fileOf(folder, pid);
  if (file === undefined || !existsSync(file)) return;
  throw new Error(`answers other than declared:\n${[...new Set(readFileSync(file, 'utf8').split('\n'))].join('\n')}`);
}

function fileOf(path: string, pid: number): string {
  return join(path, `${pid}.answers`);
}
