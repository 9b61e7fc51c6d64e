import type { DocumentType } from '../../kyc/documents/index.ts';
import type { Language } from '../../texts/index.ts';

export interface ReceiptFile {
  readonly type: DocumentType;
  readonly fileName: string;
  readonly byteSize: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A requested document that did not come. */
export interface ReceiptNotSupplied {
  readonly type: DocumentType;
  /** Why, in the buyer's words. */
  readonly reason?: string;
}

/** One submission as its receipt tells it. Names and remarks are strangers' words and may hold anything. */
export interface ReceiptFacts {
  readonly language: Language;
  /** Short; the submission's own. */
  readonly reference: string;
  readonly submittedAt: Date;
  readonly sellerName: string;
  /** Left out where the seller asked by itself. */
  readonly organizationName?: string | undefined;
  /** Left out of a consumer's; his name stands in the place of these two. */
  readonly companyName?: string | undefined;
  /** ISO 3166-1 alpha-2 */
  readonly companyCountry: string;
  readonly vatNumber?: string | undefined;
  /** Of a visitor of a published link. */
  readonly personName?: string | undefined;
  /** To whom the link went. */
  readonly recipientEmail: string;
  /** Left out where the visitor said himself who he is. */
  readonly isCompanyCorrect?: boolean | undefined;
  readonly remark?: string | undefined;
  /** Of the notice that was shown. */
  readonly privacyNoticeVersion: string;
  readonly operatorName: string;
  readonly files: readonly ReceiptFile[];
  readonly notSupplied: readonly ReceiptNotSupplied[];
}
