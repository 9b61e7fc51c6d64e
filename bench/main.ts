/**
 * `npm run bench` measures what is usual below, one after the other; `npm run bench -- <word> ...` measures only what is named. It prints
 * figures and whether the goals are met, and fails only when an answer is not the right one. docs/performance.md says what is compared.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCalls } from './calls.ts';
import { measureLists } from './lists.ts';
import { describeMachine } from './machine.ts';
import type { Measurement } from './measurement.ts';
import { writePerformanceTable } from './performance-table.ts';
import { goals, notes, rows } from './report.ts';
import { measureStart } from './start.ts';
import { measureWebhooks } from './webhooks.ts';

const MEASUREMENTS: Readonly<Record<string, Measurement>> = {
  start: { usual: true, run: measureStart },
  calls: { usual: true, run: measureCalls },
  webhooks: { usual: true, run: measureWebhooks },
  lists: { usual: false, run: measureLists([10_000, 1_000_000]) },
  'lists-of-10-million': { usual: false, run: measureLists([10_000, 10_000_000]) },
};

const { values: wish, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    /** One short round of each, to see that it works: its figures are worth nothing. */
    brief: { type: 'boolean', default: false },
    /** The result on standard output, and what is for people on the other one. */
    json: { type: 'boolean', default: false },
    /** The result as the table of docs/performance.md. */
    write: { type: 'boolean', default: false },
  },
});
const unknown = words.filter((word) => !(word in MEASUREMENTS));
if (unknown.length > 0)
  throw new Error(`unknown: ${unknown.join(' ')}; known are ${Object.keys(MEASUREMENTS).join(', ')}`);
if (wish.brief && wish.write) throw new Error('brief figures are worth nothing, and are not written down');
const { log } = console;
if (wish.json) console.log = console.error;

const machine = describeMachine();
console.log(`${machine.description}\nload average before it: ${machine.loadBefore}\n`);
for (const [word, { usual, run }] of Object.entries(MEASUREMENTS))
  if (words.length === 0 ? usual : words.includes(word)) await inPlace(run);
if (wish.json) log(JSON.stringify({ machine, rows, goals, notes }, undefined, 2));
if (wish.write) await writePerformanceTable(machine);

/** Each in a folder of its own, with nothing left running of the one before. */
async function inPlace(run: Measurement['run']): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nt24-bench-'));
  const closers: (() => Promise<void> | void)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    await run({ folder, isBrief: wish.brief, onClose: (close) => void closers.push(close) });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}
