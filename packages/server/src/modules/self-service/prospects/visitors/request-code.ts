import type { Database } from '../../../../platform/db/database.ts';
import { newId } from '../../../../platform/ids.ts';
import { commitWrite } from '../../../../core/write/index.ts';
import { countMail, queueMail, recipientOf } from '../../../delivery/mail/index.ts';
import type { Language } from '../../../texts/index.ts';
import { findPlace } from '../../invitations/index.ts';
import { addressHashes, codeHash, newCode } from './address-proof.ts';
import { codeMail } from './code-mail.ts';
import { insertCode, insertPause } from './codes-repository.ts';
import { pauseMail } from './pause-mail.ts';
import { sealCode } from './sealed-code.ts';
import type { Visitor, VisitorDeps } from './visitor.ts';

/**
 * Mails a code to the address (contract 3.7). Nothing tells the caller whether one went: none does within a minute of the last, beyond
 * what may go to one address, or to a stranger while the link is paused.
 */
export async function requestCode({ db, keyring }: VisitorDeps, visitor: Visitor, language: Language): Promise<void> {
  const { link, email, actor } = visitor;
  const hashes = addressHashes(keyring, { invitationId: link.invitation_id, email });
  const hasPlace = (await findPlace(db, link, hashes)) !== undefined;
  const [id, code] = [newId(), newCode()];
  const [addressHash] = hashes;
  const about = { sellerId: link.seller_id, subjectId: link.invitation_id, invitationId: link.invitation_id };
  const outcome = await commitWrite(db, {
    effect: insertCode(link, { addressHash, codeHash: codeHash(keyring, addressHash, code), hasPlace }),
    actor,
    also: [
      countMail(recipientOf(keyring, email, link.organization_id)),
      queueMail({
        mail: codeMail,
        id,
        subjectId: link.invitation_id,
        subjectVersion: link.link_version,
        sealedFacts: sealCode(keyring, id, { email, code, language }),
        about,
      }),
    ],
  });
  if (outcome === 'committed') await pauseIfAttacked(db, visitor);
}

async function pauseIfAttacked(db: Database, { link, actor }: Visitor): Promise<void> {
  const about = { sellerId: link.seller_id, subjectId: link.invitation_id, invitationId: link.invitation_id };
  await commitWrite(db, {
    effect: insertPause(link),
    actor: { ...actor, kind: 'SYSTEM' },
    audit: [{ ...about, action: 'invitation.pause' }],
    also: link.has_contact ? [queueMail({ mail: pauseMail, subjectId: link.invitation_id, about })] : [],
  });
}
