import type { AuditActor } from '../../../../core/audit/index.ts';
import { commitWrite } from '../../../../core/write/index.ts';
import type { Language } from '../../../texts/index.ts';
import { aboutLink, askForDocuments, type StandingLink } from '../../invitations/index.ts';
import { type ProspectPerson, sealPerson } from '../sealed-person.ts';
import { type CompanyDetails, updateDraft } from './drafts-repository.ts';
import type { VisitorDeps } from './visitor.ts';
import { documentsOfVisitor } from './requested-documents.ts';

export interface DetailsDeps extends VisitorDeps {
  /** What a complete KYC file holds; entries such as `CONTACT_*` name a family. */
  readonly completeDocuments: readonly string[];
}

export interface Details {
  readonly person: ProspectPerson;
  /** Undefined: a CONSUMER. */
  readonly company: CompanyDetails | undefined;
  readonly language: Language;
}

/** Keeps who the visitor says he is in his draft. False: the link ended meanwhile, nothing was kept. */
export async function saveDetails(
  { db, keyring, completeDocuments }: DetailsDeps,
  { link, actor }: { readonly link: StandingLink; readonly actor: AuditActor },
  { person, company, language }: Details,
): Promise<boolean> {
  const sealed = sealPerson(keyring, link.id, person);
  const type = company ? 'COMPANY' : 'CONSUMER';
  const outcome = await commitWrite(db, {
    effect: updateDraft(link, { type, sealed, company, language }),
    actor,
    also: [askForDocuments(link, documentsOfVisitor(type, completeDocuments))],
    audit: [{ ...aboutLink(link), action: 'prospect.describe' }],
  });
  return outcome === 'committed';
}
