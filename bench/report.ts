/** What was measured is printed at once, and kept for `--json` and for the table in docs/performance.md. */

export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly under?: number;
  readonly unit: string;
  readonly digits?: number;
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  /** Who sent; of webhooks, the worker. */
  readonly by: string;
  readonly connections: number | undefined;
  /** The median of the rounds, as all figures here. */
  readonly perSecond: number;
  readonly rounds: readonly number[];
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  /** Processor time in microseconds for one answer, by whose it is; undefined where it cannot be read. */
  readonly cpuMicros: Readonly<Record<string, number | undefined>>;
}

export interface JudgedGoal extends Goal {
  readonly met: boolean;
}

export const rows: Row[] = [];
export const goals: JudgedGoal[] = [];
export const notes: string[] = [];

export function printGoal(goal: Goal): void {
  const { value, atLeast, under } = goal;
  const met = atLeast === undefined ? value < (under ?? Infinity) : value >= atLeast;
  goals.push({ ...goal, met });
  const { what, figure, aim } = goalWords(goal);
  console.log(`${what.padEnd(56)} ${figure.padStart(12)}   goal ${aim}: ${met ? 'met' : 'NOT MET'}`);
}

/** The same for print and for the document. */
export function goalWords({ what, value, atLeast, under, unit, digits = 2 }: Goal) {
  const aim = atLeast === undefined ? `under ${under} ${unit}` : `at least ${atLeast} ${unit}`;
  return { what, figure: `${value.toFixed(digits)} ${unit}`, aim };
}

/** Something to know of the figures. */
export function printNote(note: string): void {
  notes.push(note);
  console.log(note);
}

const COLUMNS: readonly (readonly [title: string, width: number])[] = [
  ['', 34],
  ['by', -8],
  ['at once', 8],
  ['a second', 9],
  ['p50 ms', 8],
  ['p99 ms', 8],
  ['CPU us: API', 12],
  ['PostgreSQL', 10],
  ['sender', 6],
];

export const TITLES = COLUMNS.map(([title]) => title);

export function printHead(): void {
  console.log(`\n${align(TITLES)}  rounds`);
}

export function printRow(row: Row): void {
  rows.push(row);
  console.log(`${align(rowWords(row))}  ${row.rounds.map(Math.round).join(' ')}`);
}

/** The cells, the same for print and for the document. */
export function rowWords({ what, by, connections, perSecond, p50Ms, p99Ms, cpuMicros }: Row): string[] {
  const micros = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(0));
  return [
    what,
    by,
    connections?.toFixed(0) ?? '',
    perSecond.toFixed(0),
    p50Ms?.toFixed(1) ?? '',
    p99Ms?.toFixed(1) ?? '',
    micros(cpuMicros['api'] ?? cpuMicros['prism'] ?? cpuMicros['worker']),
    micros(cpuMicros['postgres']),
    micros(cpuMicros['sender']),
  ];
}

function align(cells: readonly string[]): string {
  return cells
    .map((cell, n) => {
      const [, width = 0] = COLUMNS[n] ?? [];
      return n === 0 || width < 0 ? cell.padEnd(Math.abs(width)) : cell.padStart(width);
    })
    .join(' ');
}
