import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { presentProspect } from './prospect.ts';
import { listOfBuyer } from './prospect-repository.ts';
import { openPerson } from './sealed-person.ts';
import type { Prospect } from './schemas.ts';

/** Those who have become the buyer, as the API shows them. Whoever calls it writes down that it is read. */
export async function prospectRecords(
  { db, keyring }: { readonly db: Database; readonly keyring: Keyring },
  place: BuyerPath,
): Promise<Prospect[]> {
  return (await listOfBuyer(db, place)).map((row) => presentProspect(row, openPerson(keyring, row)));
}
