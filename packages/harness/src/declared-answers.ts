import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
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

/** Processes whose answers this one stands for. */
const pids = new Set([process.pid]);

export function standForAnswersOf(pid: number): void {
  pids.add(pid);
}

/** Throws when this process, or one that it stands for, gave an answer that it does not declare; of each answer once. */
export function requireDeclaredAnswers(): void {
  const files = [...pids].map((pid) => fileOf(folder ?? '', pid)).filter(existsSync);
  const differences = files.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'));
  for (const file of files) rmSync(file);
  if (differences.length > 0) throw new Error(['answers other than declared:', ...new Set(differences)].join('\n'));
}

function fileOf(path: string, pid: number): string {
  return join(path, `${pid}.answers`);
}
