import type { SellerContact } from '../../modules/parties/seller-contacts/index.ts';

/** Who asks whom, and until when; shown beside every step. */
export interface RequestSummary {
  readonly seller: {
    readonly name: string;
    /** ISO 3166-1 alpha-2 */ readonly country: string;
    /** Left out where none is set. */ readonly contact?: SellerContact | undefined;
  };
  /** Left out where the seller asks by itself. */
  readonly organizationName?: string | undefined;
  /** Left out of a visitor of a published link, until he has said it. */
  readonly companyName?: string | undefined;
  /** ISO 3166-1 alpha-2, of the company: its clock is the buyer's. */
  readonly companyCountry: string;
  readonly expiresAt: Date;
  /** The link was published, and its visitor comes back by his address; else it came to him by mail. */
  readonly isPublished?: boolean;
}
