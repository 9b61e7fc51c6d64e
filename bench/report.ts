export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly under?: number;
  readonly unit: string;
  readonly digits?: number;
}

export function printGoal({ what, value, atLeast, under, unit, digits = 2 }: Goal): void {
  const met = atLeast === undefined ? value < (under ?? Infinity) : value >= atLeast;
  const goal = atLeast === undefined ? `under ${under}` : `at least ${atLeast}`;
  const figure = `${value.toFixed(digits)} ${unit}`;
  console.log(`${what.padEnd(52)} ${figure.padStart(12)}   goal ${goal} ${unit}: ${met ? 'met' : 'NOT MET'}`);
}

export function printRates(what: string, rates: readonly number[], median: number, latency = ''): void {
  const rounds = rates.map((rate) => Math.round(rate)).join(' ');
  console.log(`${what.padEnd(34)} ${String(Math.round(median)).padStart(6)}/s ${latency.padEnd(28)} rounds: ${rounds}`);
}
