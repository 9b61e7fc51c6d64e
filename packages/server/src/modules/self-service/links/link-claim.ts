/** What a link says: whose it is, which version of it, and by which key. */
export interface LinkClaim {
  readonly invitationId: string;
  readonly linkVersion: number;
  readonly linkKid: number;
  /** Of the invitation; older links do not name him. */
  readonly sellerId?: string;
}
