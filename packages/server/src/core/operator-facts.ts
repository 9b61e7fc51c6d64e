/** Who runs this installation, as the pages, the mails and the receipts say it. */
export interface OperatorFacts {
  /** Under which its mails come. */
  readonly name: string;
  /** A mail address: where misuse is reported. */
  readonly abuseContact: string;
  readonly imprintUrl?: string;
  readonly privacyUrl?: string;
}
