/** Who acts, for the audit trail and an invitation's activity. */
export interface AuditActor {
  /** CONTACT: somebody who has a mail that went to an organization's contact. */
  readonly kind: 'CLIENT' | 'BUYER' | 'SYSTEM' | 'OPERATOR' | 'CONTACT';
  readonly id?: string;
  readonly organizationId?: string;
  readonly requestId?: string;
}

/** One line of the trail. `details` must not hold secrets or personal data. */
export interface AuditEntry {
  /** `<noun>.<verb>`, one that a module declares. */
  readonly action: string;
  readonly sellerId?: string;
  readonly subjectId?: string;
  readonly invitationId?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Default: the actor of the write. */
  readonly actor?: AuditActor;
}

/** What a module says of a word of the trail. */
export interface ActionDeclaration {
  /** How it shows in an invitation's activity (contract 3.4); without it, it does not show there. */
  readonly activity?: string;
}
