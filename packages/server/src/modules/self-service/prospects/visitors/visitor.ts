import type { AuditActor } from '../../../../core/audit/index.ts';
import type { Database } from '../../../../platform/db/database.ts';
import type { Keyring } from '../../../../platform/keyring.ts';
import type { PublishedLink } from '../../invitations/index.ts';

export interface VisitorDeps {
  readonly db: Database;
  readonly keyring: Keyring;
}

/** Who is to prove an address on a link. */
export interface Visitor {
  readonly link: PublishedLink & { readonly organization_id: string; readonly has_contact: boolean };
  /** As `keptMailAddress` has it. */
  readonly email: string;
  readonly actor: AuditActor;
}
