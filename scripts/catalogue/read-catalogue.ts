import { Client } from 'pg';
import { format } from 'prettier';
import { readServerFiles } from '../../packages/guards/src/server-files.ts';
import { startSuiteDatabase } from '../../packages/harness/src/suite-database.ts';
import { TEMPLATE, urlOfDatabase } from '../../packages/harness/src/database.ts';
import { printRowTypes } from './print-row-types.ts';
import { printSchema } from './print-schema.ts';

/** What the migrations make of an empty database, as files of this repository. Starts an embedded database for the moment. */
export async function readCatalogue(): Promise<Readonly<Record<string, string>>> {
  const database = await startSuiteDatabase();
  const client = new Client({ connectionString: urlOfDatabase(TEMPLATE, database.url) });
  try {
    await client.connect();
    return {
      'schema/schema.sql': await printSchema(client),
      'packages/server/src/schema/tables.ts': await format(
        await printRowTypes(client, Object.values(readServerFiles('.'))),
        {
          parser: 'typescript',
          singleQuote: true,
          printWidth: 120,
        },
      ),
    };
  } finally {
    await client.end();
    await database.stop();
  }
}
