import pg from 'pg';

/** A statement that is prepared once on each connection, under its name. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export type Row = Record<string, unknown>;

/** What the driver hands over of its connection: messages of the extended query protocol. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { portal: ''; statement: string; values: readonly unknown[] }): void;
  describe(message: { type: 'P'; name: '' }): void;
  execute(message: { portal: ''; rows: 0 }): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/** What a connection knows of the statements that it has prepared: the columns of their rows. */
export type KnownStatements = Map<string, readonly Column[]>;

const NO_COLUMNS: readonly Column[] = [];

/**
 * Several statements on one connection, in one packet and one transaction: nothing is synchronized between them, so that PostgreSQL
 * commits all of them once, or none (protocol, "Pipelining"). What is prepared here for the first time is known only when all went well.
 */
export class StatementBatch {
  private readonly statements: readonly NamedStatement[];
  private readonly known: KnownStatements;
  private readonly fresh: KnownStatements = new Map();
  private readonly results: Row[][] = [];
  private rows: Row[] = [];
  private readonly outcome = Promise.withResolvers<readonly Row[][]>();

  /** Values as the wire takes them: {@link wireValues}. */
  constructor(statements: readonly NamedStatement[], known: KnownStatements) {
    this.statements = statements;
    this.known = known;
  }

  /** The rows of each statement, once all are committed. */
  get done(): Promise<readonly Row[][]> {
    return this.outcome.promise;
  }

  submit(connection: unknown): void {
    const wire = asWire(connection);
    wire.stream.cork();
    try {
      for (const statement of this.statements) this.send(wire, statement);
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  private send(wire: Wire, { name, text, values }: NamedStatement): void {
    const isKnown = this.known.has(name) || this.fresh.has(name);
    if (!isKnown) {
      // One that failed before may have left it behind.
      wire.close({ type: 'S', name });
      wire.parse({ name, text });
    }
    wire.bind({ portal: '', statement: name, values });
    if (!isKnown) {
      this.fresh.set(name, NO_COLUMNS);
      wire.describe({ type: 'P', name: '' });
    }
    wire.execute({ portal: '', rows: 0 });
  }

  private get current(): NamedStatement | undefined {
    return this.statements[this.results.length];
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    const columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
    if (this.current) this.fresh.set(this.current.name, columns);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const name = this.current?.name ?? '';
    const columns = this.known.get(name) ?? this.fresh.get(name) ?? NO_COLUMNS;
    const row: Row = {};
    for (let at = 0; at < columns.length; at += 1) {
      const column = columns[at];
      const text = fields[at];
      if (column) row[column.name] = text === null || text === undefined ? null : column.parse(text);
    }
    this.rows.push(row);
  }

  handleCommandComplete(): void {
    this.results.push(this.rows);
    this.rows = [];
  }

  handleReadyForQuery(): void {
    for (const [name, columns] of this.fresh) this.known.set(name, columns);
    this.outcome.resolve(this.results);
  }

  handleError(error: Error): void {
    this.outcome.reject(error);
  }
}

/** Safe: a `Submittable` gets the driver's own connection, whose messages its types do not know. */
function asWire(connection: unknown): Wire {
  return connection as Wire;
}

function parserOf(oid: number): (text: string) => unknown {
  return pg.types.getTypeParser(oid, 'text') as (text: string) => unknown;
}

/** As the driver writes them itself. Throws on what it cannot write. */
export function wireValues(values: readonly unknown[]): readonly unknown[] {
  return values.map(prepareValue);
}

const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils;
