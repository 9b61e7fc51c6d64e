import { newId } from '../../../../platform/ids.ts';
import { commitWrite } from '../../../../core/write/index.ts';
import type { Language } from '../../../texts/index.ts';
import { findPlace, type LinkPlaceRow, renewPlace, reservePlace } from '../../invitations/index.ts';
import { sealPerson } from '../sealed-person.ts';
import { addressHashes, codeHash } from './address-proof.ts';
import { takeTry } from './codes-repository.ts';
import { draftProspect, findSubmissionId } from './drafts-repository.ts';
import type { Visitor, VisitorDeps } from './visitor.ts';

export type EnterOutcome =
  | { readonly kind: 'entered'; readonly placeId: string; readonly submissionId: string | undefined }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** The code has run out, of time or of tries. */
  | { readonly kind: 'over' }
  /** No place is left, or the link has ended. */
  | { readonly kind: 'full' };

/** Two presses at once may both find no place yet. */
const ATTEMPTS = 3;

/**
 * Who enters the right code has proved the address (contract 3.7), and gets a place of his own for it: the one that he has already, or a
 * new one, where one is left.
 */
export async function enterPlace(
  deps: VisitorDeps,
  visitor: Visitor,
  { code, language }: { readonly code: string; readonly language: Language },
): Promise<EnterOutcome> {
  const { db, keyring } = deps;
  const { link, email } = visitor;
  const hashes = addressHashes(keyring, { invitationId: link.invitation_id, email });
  const [addressHash] = hashes;
  const tried = await takeTry(db, link, { addressHash, codeHash: codeHash(keyring, addressHash, code) });
  if (tried.kind !== 'right') return tried;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const place = await findPlace(db, link, hashes);
    if (place?.used_at) return entered(place, await findSubmissionId(db, link.seller_id, place.id));
    const placeId = place?.id ?? newId();
    const isIn = place
      ? await comeBack(deps, visitor, place)
      : await begin(deps, visitor, { placeId, addressHash, language });
    if (isIn) return entered({ id: placeId }, undefined);
  }
  return { kind: 'full' };
}

function entered({ id }: Pick<LinkPlaceRow, 'id'>, submissionId: string | undefined): EnterOutcome {
  return { kind: 'entered', placeId: id, submissionId };
}

async function comeBack({ db }: VisitorDeps, { link, actor }: Visitor, { id }: LinkPlaceRow): Promise<boolean> {
  return (await commitWrite(db, { effect: renewPlace({ ...link, id }), actor })) === 'committed';
}

interface NewDraft {
  readonly placeId: string;
  readonly addressHash: Buffer;
  readonly language: Language;
}

async function begin({ db, keyring }: VisitorDeps, visitor: Visitor, draft: NewDraft): Promise<boolean> {
  const { link, email, actor } = visitor;
  const { placeId: id, addressHash, language } = draft;
  const outcome = await commitWrite(db, {
    effect: reservePlace(link, { id, addressHash }),
    actor,
    also: [draftProspect({ id, sellerId: link.seller_id, language, sealed: sealPerson(keyring, id, { email }) })],
    audit: [{ sellerId: link.seller_id, subjectId: id, invitationId: link.invitation_id, action: 'prospect.begin' }],
  });
  return outcome === 'committed';
}
