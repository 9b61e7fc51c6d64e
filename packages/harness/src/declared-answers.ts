import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { answerChecker, type ApiDocument, type WireAnswer } from '../../guards/src/check-answer.ts';
import { answersFile, readAnswers } from './recorded-answers.ts';
import { watchAnswers } from './watch-answers.ts';

/** Where scripts/test.ts collects what the guards look into. Without it, as under measurement, nothing is watched. */
const folder = process.env['TEST_RUN_FOLDER'];

const differences = new Set<string>();
let differenceOf: ReturnType<typeof answerChecker> | undefined;

/** Against the document of this repository, which `npm run verify` holds fresh. Its schemas are compiled once, when they are needed. */
function check(answer: WireAnswer): void {
  differenceOf ??= answerChecker(readDocument());
  const difference = differenceOf(answer);
  if (difference !== undefined) differences.add(difference);
}

function readDocument(): ApiDocument {
  const text = readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8');
  return JSON.parse(text) as ApiDocument;
}

/** Holds each answer of a server in this process to what the document declares. */
export function holdToDeclarations(server: Server): void {
  if (folder !== undefined) watchAnswers(check, server);
}

/** Processes whose answers this one stands for. */
const pids = new Set<number>();

export function standForAnswersOf(pid: number): void {
  pids.add(pid);
}

/** Throws when a server of this process, or a process that it stands for, gave an answer that is not declared; of each answer once. */
export function requireDeclaredAnswers(): void {
  for (const file of [...pids].map((pid) => answersFile(folder ?? '', pid)).filter(existsSync)) {
    for (const answer of readAnswers(file)) check(answer);
    rmSync(file);
  }
  const lines = [...differences];
  differences.clear();
  if (lines.length > 0) throw new Error(['answers other than declared:', ...lines].join('\n'));
}
