import { type Actor, hasCapability } from '../../../core/identity/index.ts';
import { AllowContactPersonalData, readerOf } from '../../parties/contacts/index.ts';
import type { ProspectDeps } from './deps.ts';
import type { ProspectRow } from './prospect.ts';
import { readPeople } from './prospect-repository.ts';
import { openPerson, type ProspectPerson } from './sealed-person.ts';

interface Reading {
  readonly actor: Actor;
  readonly requestId: string;
  readonly purpose?: string;
  readonly params: { readonly sellerId: string };
}

/** Who they are, by their ids, as far as the caller may know: each of them is written down as read. Without the capability nobody is. */
export async function peopleOf(
  { db, keyring }: Pick<ProspectDeps, 'db' | 'keyring'>,
  call: Reading,
  rows: readonly ProspectRow[],
): Promise<ReadonlyMap<string, ProspectPerson>> {
  if (rows.length === 0 || !hasCapability(call.actor, AllowContactPersonalData)) return new Map();
  const wish = { sellerId: call.params.sellerId, prospectUuids: rows.map(({ id }) => id) };
  const people = await readPeople(db, wish, readerOf(call));
  return new Map(people.map((row) => [row.id, openPerson(keyring, row)]));
}
