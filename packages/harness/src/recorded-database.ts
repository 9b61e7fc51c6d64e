import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database, Statement, StatementKind } from '../../server/src/platform/db/database.ts';

/** Where scripts/test.ts collects what the guards look into. */
const folder = process.env['TEST_RUN_FOLDER'];
const seen = new Set<string>();

/**
 * The same database for the product to work with: each statement that it sends is written down once, for the guards. Those that a test
 * sends by itself go to the database as it was.
 */
export function recorded(db: Database): Database {
  const read = (statement: Statement): Statement => record('read', statement);
  const list = (statement: Statement): Statement => record('list', statement);
  const write = (statement: Statement): Statement => record('write', statement);
  return {
    ...db,
    read: (statement) => db.read(read(statement)),
    readFirst: (statement) => db.readFirst(read(statement)),
    list: (statement) => db.list(list(statement)),
    listFirst: (statement) => db.listFirst(list(statement)),
    find: (statement) => db.find(read(statement)),
    findFirst: (statement) => db.findFirst(read(statement)),
    commit: (statement, traveller) => db.commit(write(statement), traveller),
    write: (statement) => db.write(write(statement)),
    writeFirst: (statement) => db.writeFirst(write(statement)),
  };
}

function record(kind: StatementKind, statement: Statement): Statement {
  const line = `${JSON.stringify({ kind, text: statement.text })}\n`;
  if (folder === undefined || seen.has(line)) return statement;
  seen.add(line);
  // At once: some processes are killed.
  appendFileSync(join(folder, `${process.pid}.jsonl`), line);
  return statement;
}
