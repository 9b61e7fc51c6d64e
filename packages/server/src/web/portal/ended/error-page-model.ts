import type { SellerContact } from '../../../modules/parties/seller-contacts/index.ts';

export type ErrorPageKind =
  | 'unknown'
  | 'revoked'
  | 'replaced'
  | 'expired'
  | 'used'
  | 'closed'
  | 'blocked'
  | 'sessionEnded'
  | 'deviceLinkEnded'
  | 'tooManyRequests'
  | 'forbidden'
  | 'notFound'
  | 'unavailable'
  | 'failed';

export interface ExpiredLink {
  /** Where asking for a new link is posted to. */
  readonly askUrl: string;
  /** Within the last day: asking again would not count. */
  readonly asked?:
    | {
        readonly at: Date;
        /** Of the company, ISO 3166-1 alpha-2. */ readonly country: string;
        /** A mail about it went out. */ readonly isContactTold: boolean;
      }
    | undefined;
}

export interface ErrorPageModel {
  readonly kind: ErrorPageKind;
  /** Only where the visitor's link is genuine; else the page names nobody. */
  readonly sellerName?: string | undefined;
  /** Likewise, and left out where none is set. */
  readonly contact?: SellerContact | undefined;
  /** Whoever wants to get in touch has nobody's mail to answer. */
  readonly isPublished?: boolean;
  /** Of a genuine link that has expired. */
  readonly expired?: ExpiredLink | undefined;
}
