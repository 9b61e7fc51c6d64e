import { createInterface } from 'node:readline/promises';
import { addAbortSignal, Writable } from 'node:stream';
import { CancelledError, UsageError } from './failure.ts';
import { interrupt, interrupted } from './interrupt.ts';

export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** One line of the person at the keyboard. @throws CancelledError */
export async function ask(question: string): Promise<string> {
  return answerTo(question, process.stderr);
}

/** The same without showing what is typed. */
export async function askSecret(question: string): Promise<string> {
  const unseen = new Writable({ write: (_piece, _coding, done) => done() });
  const answer = await answerTo('', unseen, question);
  process.stderr.write('\n');
  return answer;
}

/**
 * Asks before what cannot be undone, unless `--yes` was said.
 * @throws CancelledError where the answer is no; UsageError where nobody can be asked
 */
export async function confirm(question: string, isYes: boolean): Promise<void> {
  if (isYes) return;
  if (!canAsk()) throw new UsageError(`${question} Say --yes where nobody can be asked.`);
  const answer = await ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new CancelledError();
}

/** All that comes on stdin, without the end of its last line. @throws CancelledError at Ctrl-C, since more may never come */
export async function readStdin(): Promise<string> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of addAbortSignal(interrupted, process.stdin)) pieces.push(piece as Buffer);
  } catch (error) {
    throw interrupted.aborted ? new CancelledError() : error;
  }
  return Buffer.concat(pieces)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

async function answerTo(question: string, output: NodeJS.WritableStream, beside = ''): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  // Not before: until now the terminal shows what is typed.
  process.stderr.write(beside);
  // While keys are read one by one, Ctrl-C is a key and no signal. The end of the input is no answer either.
  lines.once('SIGINT', interrupt);
  const ended = new Promise<never>((_, reject) => lines.once('close', () => reject(new CancelledError())));
  try {
    return await Promise.race([lines.question(question, { signal: interrupted }), ended]);
  } catch (error) {
    throw interrupted.aborted ? new CancelledError() : error;
  } finally {
    ended.catch(() => undefined);
    lines.close();
  }
}
