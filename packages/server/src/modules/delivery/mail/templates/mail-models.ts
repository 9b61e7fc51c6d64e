import type { DocumentType } from '../../../kyc/documents/index.ts';
import type { MailBrand } from './mail-brand.ts';
import type { Language } from '../../../texts/index.ts';
import type { AbuseReason } from '../../../self-service/submissions/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';

export interface RenderedMail {
  /** One line, at most 180 code points, no control characters: safe as a header value. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface MailModel {
  readonly language: Language;
  readonly seller: { readonly name: string; /** ISO 3166-1 alpha-2 */ readonly country: string };
  /** Left out where the seller asks by itself. */
  readonly organizationName?: string | undefined;
  readonly companyName: string;
  readonly operator: OperatorFacts;
  readonly brand: MailBrand;
}

export interface InvitationMailModel extends MailModel {
  /** The invitation's address; the only link into the page. */
  readonly link: string;
  readonly expiresAt: Date;
  /** The seller's own words: plain text, line breaks are kept. */
  readonly message?: string | undefined;
  readonly documents: readonly DocumentType[];
}

export interface ReminderMailModel extends MailModel {
  readonly link: string;
  readonly expiresAt: Date;
  /** What is still missing. */
  readonly documents: readonly DocumentType[];
}

/** Carries no link: the one that was used is closed. */
export interface ReceiptMailModel extends MailModel {
  readonly reference: string;
  readonly submittedAt: Date;
  readonly isCompanyCorrect: boolean;
  readonly remark?: string | undefined;
  readonly files: readonly { readonly type: DocumentType; readonly fileName: string }[];
}

/** To those who run things; names an invitation by its ids, never by its link. */
export interface OperatorMailModel {
  readonly sellerId: string;
  readonly sellerName: string;
  readonly buyerId: string;
  readonly companyName: string;
  readonly invitationId: string;
  readonly operatorName: string;
}

export interface NewLinkRequestMailModel extends OperatorMailModel {
  /** The integrator's own words. */
  readonly label?: string | undefined;
  readonly expiredAt: Date;
  readonly askedAt: Date;
}

export interface AbuseReportMailModel extends OperatorMailModel {
  readonly organizationName: string;
  readonly organizationSlug: string;
  readonly invitationStatus: string;
  readonly reason: AbuseReason;
  /** The visitor's own; may be empty. */
  readonly words: string;
}

export interface EndpointPausedMailModel {
  readonly operatorName: string;
  readonly organizationName: string;
  readonly endpointId: string;
  /** With the port, where it is not the usual one. */
  readonly host: string;
  /** Attempts since the last success. */
  readonly failures: number;
  readonly failingSince?: Date | undefined;
  readonly pausedAt: Date;
}
