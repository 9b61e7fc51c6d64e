import type { Keyring } from '../../../platform/keyring.ts';

export const PERSON_PURPOSE = 'prospect-person';

/** Who a prospect is and how he is reached. A draft may know no more of him than the address that he has proved. */
export interface ProspectPerson {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  /** Of a CONSUMER; a company's stands in the open. */
  readonly address?: PersonAddress;
}

export interface PersonAddress {
  readonly street: string;
  readonly postCode: string;
  readonly city: string;
  readonly country: string;
}

interface SealedPersonRow {
  readonly id: string;
  readonly sealed_person: Buffer;
}

/** Bound to the prospect's id: who one is does not open in the place of another. */
export function sealPerson(keyring: Keyring, prospectId: string, person: ProspectPerson): Buffer {
  return keyring.seal(PERSON_PURPOSE, prospectId, Buffer.from(JSON.stringify(person)));
}

/** Nobody but `sealPerson` can have sealed it. */
export function openPerson(keyring: Keyring, { id, sealed_person }: SealedPersonRow): ProspectPerson {
  return JSON.parse(keyring.open(PERSON_PURPOSE, id, sealed_person).toString()) as ProspectPerson;
}
