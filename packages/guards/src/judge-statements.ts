import { Client } from 'pg';
import { readCatalogue, tenantKeysOf } from './catalogue.ts';
import { checkStatements, readSent } from './check-statements.ts';
import { compareBreaches, readKnownBreaches, tellBreaches } from './known-breaches.ts';

export interface Judgement {
  /** Where the test processes wrote down what they sent. */
  readonly folder: string;
  /** Of a migrated database. */
  readonly templateUrl: string;
  /** All tests ran, and all passed: what was not sent now is not sent any more. */
  readonly isWhole: boolean;
}

/** Holds what was sent against the rules and prints what comes of it; false when there is a breach that no list knows. */
export async function judgeStatements({ folder, templateUrl, isWhole }: Judgement): Promise<boolean> {
  const client = new Client({ connectionString: templateUrl });
  await client.connect();
  const catalogue = await readCatalogue(client);
  await client.end();
  const sent = readSent(folder);
  const { breaches, exemptions } = checkStatements(sent, catalogue);
  const { fresh, mended } = compareBreaches(breaches, readKnownBreaches().statements);
  for (const [words, count] of exemptions) console.log(`${words} (${count})`);
  console.log(
    `statements: ${sent.length} sent, ${tenantKeysOf(catalogue).size} tables of tenants, ${breaches.length} breaches,` +
      ` ${fresh.length === 0 ? 'all of them known' : 'some of them new'}`,
  );
  return tellBreaches({ fresh, mended: isWhole ? mended : [] });
}
