import type { Database, Statement } from '../../server/src/platform/db/database.ts';
import { recorded } from './recorded-database.ts';

/** Where a process is to die: at the first statement whose text holds the words, before it is sent or when it has been answered. */
export interface Death {
  readonly when: 'before' | 'after';
  readonly words: string;
}

const VARIABLE = 'DIES_AT';

/** For the environment of a process that opens a {@link mortal} database. */
export function diesAt(death: Death): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(death) };
}

/**
 * The same database, recorded, in a process that is told by its environment to die at a statement: as by `kill -9`, with no line run behind
 * it.
 */
export function mortal(opened: Database): Database {
  const db = recorded(opened);
  const told = process.env[VARIABLE];
  if (told === undefined) return db;
  const { when, words } = JSON.parse(told) as Death;
  async function run<Result>(statement: Statement, work: () => Promise<Result>): Promise<Result> {
    const isIt = statement.text.includes(words);
    if (isIt && when === 'before') await die();
    const result = await work();
    if (isIt) await die();
    return result;
  }
  return {
    ...db,
    read: (statement) => run(statement, () => db.read(statement)),
    readFirst: (statement) => run(statement, () => db.readFirst(statement)),
    list: (statement) => run(statement, () => db.list(statement)),
    listFirst: (statement) => run(statement, () => db.listFirst(statement)),
    find: (statement) => run(statement, () => db.find(statement)),
    findFirst: (statement) => run(statement, () => db.findFirst(statement)),
    commit: (statement, traveller) => run(statement, () => db.commit(statement, traveller)),
    write: (statement) => run(statement, () => db.write(statement)),
    writeFirst: (statement) => run(statement, () => db.writeFirst(statement)),
  };
}

/** The signal may take an instant to arrive; nothing goes on meanwhile. */
function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}
