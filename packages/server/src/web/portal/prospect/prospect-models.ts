import type { Keyring } from '../../../platform/keyring.ts';
import { nameOf, openPerson, type ProspectPerson } from '../../../modules/self-service/prospects/index.ts';
import type { LinkRow } from '../../../modules/self-service/submissions/index.ts';
import { companyData } from '../page-models.ts';
import type { DetailsFacts, DetailsForm } from './details-model.ts';

/** What he is asked for depends on who he is. */
export function needsDetails({ prospect }: LinkRow): boolean {
  return prospect?.type === null;
}

/** Of who has a place. */
export function personOf(link: LinkRow, keyring: Keyring): ProspectPerson {
  if (!link.prospect) throw new Error('a visitor without a place has no draft');
  return openPerson(keyring, { id: link.id, sealed_person: Buffer.from(link.prospect.sealed_person, 'hex') });
}

/** Undefined until he has said who he is, and on a KYC invitation. */
export function detailsFacts(link: LinkRow, keyring: Keyring): DetailsFacts | undefined {
  const type = link.prospect?.type;
  if (!type) return undefined;
  const person = personOf(link, keyring);
  const { email, phone, address } = person;
  const common = { type, personName: nameOf(person), email, phone };
  return type === 'COMPANY' ? { ...common, company: companyData(link) } : { ...common, address };
}

/** As the visitor has filled it in so far. */
export function detailsForm(
  link: LinkRow,
  { firstName = '', lastName = '', phone = '', address }: ProspectPerson,
): DetailsForm {
  const { company_name: companyName, vat_number: vatNumber } = link;
  const { street, postCode, city, country } = address ?? companyData(link).address;
  const type = link.prospect?.type ?? undefined;
  return { type, companyName, vatNumber, street, postCode, city, country, firstName, lastName, phone };
}
