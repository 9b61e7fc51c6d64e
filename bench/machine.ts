import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly description: string;
  readonly date: string;
  /** What others did there: of the last minute before the first measurement, in processes that wanted a processor. */
  readonly loadBefore: string;
}

export function describeMachine(): Machine {
  const { model = 'unknown' } = cpus()[0] ?? {};
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    description: `${availableParallelism()} x ${model}, ${memory} GB, ${process.platform}, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    loadBefore: (loadavg()[0] ?? 0).toFixed(1),
  };
}
