/**
 * `npm run bench` measures what is usual below, one after the other; `npm run bench -- <word> ...` measures only what is named. It prints
 * ratios and whether their goals are met, and fails only when an answer is not the right one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { measureCalls } from './calls.ts';
import type { Measurement } from './measurement.ts';
import { measureStart } from './start.ts';
import { measureWebhooks } from './webhooks.ts';

const MEASUREMENTS: Readonly<Record<string, Measurement>> = {
  start: { usual: true, run: measureStart },
  calls: { usual: true, run: measureCalls },
  webhooks: { usual: true, run: measureWebhooks },
};

const words = process.argv.slice(2);
const unknown = words.filter((word) => !(word in MEASUREMENTS));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(' ')}; known are ${Object.keys(MEASUREMENTS).join(', ')}`);
  process.exit(2);
}
printMachine();
for (const [word, { usual, run }] of Object.entries(MEASUREMENTS)) {
  if (words.length === 0 ? usual : words.includes(word)) await inPlace(run);
}

/** Each in a folder of its own, with nothing left running of the one before. */
async function inPlace(run: Measurement['run']): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nt24-bench-'));
  const closers: (() => Promise<void> | void)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    await run({ folder, onClose: (close) => void closers.push(close) });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

function printMachine(): void {
  const { model = 'unknown' } = cpus()[0] ?? {};
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(`${availableParallelism()} x ${model}, ${memory} GB, ${process.platform}, Node ${process.version}\n`);
}
