import { Gauge, type Registry } from 'prom-client';
import type { Sql } from 'sql-template-tag';
import type { Database } from '../db/database.ts';

/** A figure for the operator that stands in the database, so that any API process can tell it. */
export interface OperatorFigure {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  /** A query of `value`, a number, and a column of text for each label. It is asked at each look at the metrics: an index must bear it. */
  readonly values: Sql;
}

/** Nothing is told while the database is out of reach. */
export function registerOperatorFigures(registry: Registry, db: Database, figures: readonly OperatorFigure[]): void {
  for (const { name, help, labelNames, values } of figures) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        gauge.reset();
        const rows = await db.read<{ value: number } & Record<string, string | number>>(values).catch(() => undefined);
        // Without labels a reset gauge stands at 0, which would say that all is well.
        if (!rows && labelNames.length === 0) gauge.remove();
        for (const { value, ...labels } of rows ?? []) gauge.set(labels, value);
      },
    });
  }
}
