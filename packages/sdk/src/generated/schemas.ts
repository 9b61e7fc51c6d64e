// Made by `npm run generate` out of openapi.json.

import type { WebhookEvent } from '../webhook-event.ts';

export interface ActivityEntry {
  readonly type: ActivityType;
  /** Format: date-time */
  readonly occurredAt: string;
  readonly actor: Actor;
  /** Facts of this entry; no secrets. */
  readonly details?:
    | {
        readonly [key: string]: unknown;
      }
    | undefined;
}
export interface ActivityPage {
  readonly data: readonly ActivityEntry[];
  readonly pagination: Pagination;
}
export type ActivityType =
  | 'DOCUMENT_UPLOADED'
  | 'DOCUMENT_REMOVED'
  | 'DOCUMENT_REFUSED'
  | 'CREATED'
  | 'UPDATED'
  | 'RESENT'
  | 'REVOKED'
  | 'EXPIRED'
  | 'OPENED'
  | 'SUBMITTED'
  | 'NEW_LINK_ASKED'
  | 'ABUSE_REPORTED'
  | 'ERASED'
  | 'PAUSED'
  | 'PROSPECT_BEGUN'
  | 'MAIL_QUEUED'
  | 'MAIL_SENT'
  | 'MAIL_FAILED';
export interface Actor {
  readonly kind: ActorKind;
  /** The client id, where a client acted. */
  readonly id?: string | undefined;
}
export type ActorKind = 'CLIENT' | 'BUYER' | 'SYSTEM' | 'OPERATOR' | 'CONTACT';
export interface Address {
  /** Format: uuid */
  readonly uuid: string;
  readonly street: string;
  readonly postCode: string;
  readonly city: string;
  readonly country: string;
}
export interface AddressInput {
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 200 characters.
   */
  readonly street: string;
  /** 1 to 20 characters. */
  readonly postCode: string;
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 100 characters.
   */
  readonly city: string;
  readonly country: CountryCode;
}
export interface AddressPatch {
  /** Format: uuid */
  readonly uuid?: string | undefined;
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 200 characters.
   */
  readonly street?: string | undefined;
  /** 1 to 20 characters. */
  readonly postCode?: string | undefined;
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 100 characters.
   */
  readonly city?: string | undefined;
  readonly country?: CountryCode | undefined;
}
export type AmlStatus = 'NOT_APPLICABLE' | 'PENDING' | 'CLEAR' | 'FLAGGED';
export interface AuthorizedPartner {
  /** Format: uuid */
  readonly uuid: string;
  readonly name: string;
  readonly country: string;
}
export interface Buyer {
  /** Format: uuid */
  readonly uuid: string;
  readonly vatNumber: string;
  readonly companyName: string;
  readonly address: Address;
  readonly kycMode: KycMode;
  readonly status: BuyerStatus;
  /** At least 0. */
  readonly version: number;
  /** Format: date-time */
  readonly createdAt: string;
  /** Format: date-time */
  readonly updatedAt: string;
  /**
   * Format: date-time
   * When all that names people was taken out of it; it is BLOCKED for good.
   */
  readonly erasedAt?: string | undefined;
}
export interface BuyerErasure {
  /** Format: date-time */
  readonly erasedAt: string;
  /** What stays, until when, and on what basis. */
  readonly kept: readonly KeptAfterErasure[];
}
export interface BuyerPage {
  readonly data: readonly Buyer[];
  readonly pagination: Pagination;
}
export type BuyerStatus = 'ACTIVE' | 'BLOCKED';
export interface Capabilities {
  readonly rateLimitTier: RateLimitTier;
  readonly allowMarketplaceLedKyc: boolean;
  readonly allowContactPersonalData: boolean;
  readonly allowKycDocumentDownload: boolean;
  readonly allowMultiVinOrders: boolean;
}
export interface CompanyCorrection {
  readonly field: CompanyField;
  /** What the buyer was shown. */
  readonly given: string;
  /** What it should be, in his words: as long as the field of a buyer may be. */
  readonly corrected: string;
}
/**
 * By its path in the buyer.
 */
export type CompanyField =
  'companyName' | 'vatNumber' | 'address.street' | 'address.postCode' | 'address.city' | 'address.country';
export interface Contact {
  /** Format: uuid */
  readonly uuid: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone?: string | undefined;
  /** Format: date-time */
  readonly createdAt: string;
}
export interface ContactInput {
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 100 characters.
   */
  readonly firstName: string;
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 100 characters.
   */
  readonly lastName: string;
  /**
   * Format: email
   * At most 254 characters.
   */
  readonly email: string;
  /** 1 to 50 characters. */
  readonly phone?: string | undefined;
}
export type ContentVariant = 'review' | 'original';
export interface ConvertProspectBody {
  readonly kycMode: KycMode;
  readonly resolve?: ProspectResolution | undefined;
}
/**
 * ISO 3166-1 alpha-2, as assigned today.
 */
export type CountryCode =
  | 'AD'
  | 'AE'
  | 'AF'
  | 'AG'
  | 'AI'
  | 'AL'
  | 'AM'
  | 'AO'
  | 'AQ'
  | 'AR'
  | 'AS'
  | 'AT'
  | 'AU'
  | 'AW'
  | 'AX'
  | 'AZ'
  | 'BA'
  | 'BB'
  | 'BD'
  | 'BE'
  | 'BF'
  | 'BG'
  | 'BH'
  | 'BI'
  | 'BJ'
  | 'BL'
  | 'BM'
  | 'BN'
  | 'BO'
  | 'BQ'
  | 'BR'
  | 'BS'
  | 'BT'
  | 'BV'
  | 'BW'
  | 'BY'
  | 'BZ'
  | 'CA'
  | 'CC'
  | 'CD'
  | 'CF'
  | 'CG'
  | 'CH'
  | 'CI'
  | 'CK'
  | 'CL'
  | 'CM'
  | 'CN'
  | 'CO'
  | 'CR'
  | 'CU'
  | 'CV'
  | 'CW'
  | 'CX'
  | 'CY'
  | 'CZ'
  | 'DE'
  | 'DJ'
  | 'DK'
  | 'DM'
  | 'DO'
  | 'DZ'
  | 'EC'
  | 'EE'
  | 'EG'
  | 'EH'
  | 'ER'
  | 'ES'
  | 'ET'
  | 'FI'
  | 'FJ'
  | 'FK'
  | 'FM'
  | 'FO'
  | 'FR'
  | 'GA'
  | 'GB'
  | 'GD'
  | 'GE'
  | 'GF'
  | 'GG'
  | 'GH'
  | 'GI'
  | 'GL'
  | 'GM'
  | 'GN'
  | 'GP'
  | 'GQ'
  | 'GR'
  | 'GS'
  | 'GT'
  | 'GU'
  | 'GW'
  | 'GY'
  | 'HK'
  | 'HM'
  | 'HN'
  | 'HR'
  | 'HT'
  | 'HU'
  | 'ID'
  | 'IE'
  | 'IL'
  | 'IM'
  | 'IN'
  | 'IO'
  | 'IQ'
  | 'IR'
  | 'IS'
  | 'IT'
  | 'JE'
  | 'JM'
  | 'JO'
  | 'JP'
  | 'KE'
  | 'KG'
  | 'KH'
  | 'KI'
  | 'KM'
  | 'KN'
  | 'KP'
  | 'KR'
  | 'KW'
  | 'KY'
  | 'KZ'
  | 'LA'
  | 'LB'
  | 'LC'
  | 'LI'
  | 'LK'
  | 'LR'
  | 'LS'
  | 'LT'
  | 'LU'
  | 'LV'
  | 'LY'
  | 'MA'
  | 'MC'
  | 'MD'
  | 'ME'
  | 'MF'
  | 'MG'
  | 'MH'
  | 'MK'
  | 'ML'
  | 'MM'
  | 'MN'
  | 'MO'
  | 'MP'
  | 'MQ'
  | 'MR'
  | 'MS'
  | 'MT'
  | 'MU'
  | 'MV'
  | 'MW'
  | 'MX'
  | 'MY'
  | 'MZ'
  | 'NA'
  | 'NC'
  | 'NE'
  | 'NF'
  | 'NG'
  | 'NI'
  | 'NL'
  | 'NO'
  | 'NP'
  | 'NR'
  | 'NU'
  | 'NZ'
  | 'OM'
  | 'PA'
  | 'PE'
  | 'PF'
  | 'PG'
  | 'PH'
  | 'PK'
  | 'PL'
  | 'PM'
  | 'PN'
  | 'PR'
  | 'PS'
  | 'PT'
  | 'PW'
  | 'PY'
  | 'QA'
  | 'RE'
  | 'RO'
  | 'RS'
  | 'RU'
  | 'RW'
  | 'SA'
  | 'SB'
  | 'SC'
  | 'SD'
  | 'SE'
  | 'SG'
  | 'SH'
  | 'SI'
  | 'SJ'
  | 'SK'
  | 'SL'
  | 'SM'
  | 'SN'
  | 'SO'
  | 'SR'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'SX'
  | 'SY'
  | 'SZ'
  | 'TC'
  | 'TD'
  | 'TF'
  | 'TG'
  | 'TH'
  | 'TJ'
  | 'TK'
  | 'TL'
  | 'TM'
  | 'TN'
  | 'TO'
  | 'TR'
  | 'TT'
  | 'TV'
  | 'TW'
  | 'TZ'
  | 'UA'
  | 'UG'
  | 'UM'
  | 'US'
  | 'UY'
  | 'UZ'
  | 'VA'
  | 'VC'
  | 'VE'
  | 'VG'
  | 'VI'
  | 'VN'
  | 'VU'
  | 'WF'
  | 'WS'
  | 'YE'
  | 'YT'
  | 'ZA'
  | 'ZM'
  | 'ZW'
  | (string & {});
export interface CreateInvitationBody {
  /**
   * Format: email
   * At most 254 characters.
   */
  readonly recipientEmail: string;
  /** Your own words; the buyer does not see them. At most 200 characters. */
  readonly label?: string | undefined;
  /** BCP 47, in any case: one of the languages of the page, also with a script, region, variant or extension (`de-AT`). Default: by the country of the buyer. At most 35 characters. */
  readonly locale?: string | undefined;
  /** Whole days from now, 1 to 90. */
  readonly expiresInDays?: number | undefined;
  /** Plain text, shown in the mail and on the page. At most 1,000 characters. */
  readonly message?: string | undefined;
  /** Default: what the KYC file still lacks. At most 11 entries. */
  readonly requestedDocuments?: readonly DocumentType[] | undefined;
  /**
   * Format: uri
   * https, without user information; shown as a button at the end. At most 2,048 characters.
   */
  readonly redirectUrl?: string | undefined;
  /** Default false. */
  readonly reminders?: boolean | undefined;
}
export interface CreateProspectLinkBody {
  /**
   * Format: visible-text
   * Your own words; visitors do not see them. Holds a visible character. 1 to 200 characters.
   */
  readonly label: string;
  /** Whole days from now, 1 to 365. Default 90. */
  readonly expiresInDays?: number | undefined;
  /** So many submissions it takes, 1 to 10,000; with the last one it is USED. Default: any number. */
  readonly maxUses?: number | undefined;
  /** Who may register by it. Default: both. 1 to 2 entries. */
  readonly prospectTypes?: readonly ProspectType[] | undefined;
  /** BCP 47, in any case: one of the languages of the page, also with a script, region, variant or extension (`de-AT`). Default: by the country of the seller. At most 35 characters. */
  readonly locale?: string | undefined;
  /**
   * Format: uri
   * https, without user information; shown as a button at the end. At most 2,048 characters.
   */
  readonly redirectUrl?: string | undefined;
}
export interface CreateWebhookBody {
  /**
   * Format: uri
   * https, port 443 or 8443, no user information, at most 2,048 characters. It must not lead to a private, loopback, link-local or other special-purpose address; that is checked here and again at every connection. Redirects are not followed. 1 to 2,048 characters.
   */
  readonly url: string;
  /** Types of events, or all of a segment, such as `kyc.*`. There is no `*` for everything. 1 to 20 entries. */
  readonly events: readonly Subscription[];
  /** Only events about these partners, each of them one of the organization; null: about all of them, those that are added later included. 1 to 500 entries. */
  readonly partnerIds?: (readonly string[] | null) | undefined;
  /** Versions of the envelope that the endpoint understands. Default `[1]`; there is no other today. */
  readonly acceptedSchemaVersions?: readonly SchemaVersion[] | undefined;
  /** Signs what is delivered: 24 to 255 printable ASCII characters. Default: a random one is made. */
  readonly secret?: string | undefined;
}
export interface CreatedWebhook {
  readonly id: string;
  /** Format: uri */
  readonly url: string;
  readonly events: readonly string[];
  /** null: all partners. */
  readonly partnerIds: readonly string[] | null;
  readonly acceptedSchemaVersions: readonly number[];
  readonly status: WebhookStatus;
  /** Format: date-time */
  readonly createdAt: string;
  /** Format: date-time */
  readonly updatedAt: string;
  /** Shown in this answer and its replays only. `whsec_...` if made here. */
  readonly secret: string;
}
/**
 * In which he read and signed it.
 */
export type DeclarationLanguage =
  | 'bg'
  | 'es'
  | 'cs'
  | 'da'
  | 'de'
  | 'et'
  | 'el'
  | 'en'
  | 'fr'
  | 'ga'
  | 'hr'
  | 'it'
  | 'lv'
  | 'lt'
  | 'hu'
  | 'mt'
  | 'nl'
  | 'pl'
  | 'pt'
  | 'ro'
  | 'sk'
  | 'sl'
  | 'fi'
  | 'sv';
export interface DeclarationSigner {
  readonly name: string;
  readonly role: string;
}
export interface DeclaredPerson {
  readonly name: string;
  /** Format: date */
  readonly birthDate?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** 0 to 100. */
  readonly sharePercent?: number | undefined;
}
/** As the buyer confirmed or corrected it. */
export interface DeclaringCompany {
  readonly companyName: string;
  readonly vatNumber: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}
export interface DeclineProspectBody {
  /**
   * Format: visible-text
   * For the file of the seller: the visitor never sees it. Holds a visible character. 1 to 500 characters.
   */
  readonly reason: string;
  /**
   * Whether the visitor is told by mail, without the reason.
   * @default false
   */
  readonly notify: boolean;
}
export interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  /** Fired by a test call: it tells of nothing that happened. */
  readonly test: boolean;
  readonly status: DeliveryStatus;
  /** Of the last attempt that was answered. */
  readonly httpStatus?: number | undefined;
  readonly failure?: DeliveryFailure | undefined;
  /** At least 0. */
  readonly attempts: number;
  /** Format: date-time */
  readonly lastAttemptAt?: string | undefined;
  /**
   * Format: date-time
   * When it is tried next; null when it is over, and while the endpoint is not ACTIVE.
   */
  readonly nextRetryAt: string | null;
  /** Format: date-time */
  readonly createdAt: string;
}
/**
 * Why the last attempt failed: the certificate or the handshake; no address for the name; no answer within 15 s; no connection, or an address that is not allowed; an answer that broke off or is no HTTP; or another status than 2xx.
 */
export type DeliveryFailure = 'tls' | 'dns' | 'timeout' | 'refused' | 'bad-answer' | 'status';
export interface DeliveryPage {
  readonly data: readonly Delivery[];
  readonly pagination: Pagination;
}
export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'FAILED';
export interface DocumentFile {
  /** Format: uuid */
  readonly uuid: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly byteSize: number;
  /** Of the file as received, hexadecimal. */
  readonly sha256: string;
  readonly scan: ScanResult;
  /** The file as received holds scripts, actions, attached files, links that start programs or an XFA form; its reviewCopy does not. This and the next two are left out for files that came before they were looked for. */
  readonly activeContent?: boolean | undefined;
  /** The file as received carries a digital signature. It is not verified. */
  readonly signed?: boolean | undefined;
  /** The file as received is encrypted, though it opens without a password; its reviewCopy is not. */
  readonly encrypted?: boolean | undefined;
  readonly reviewCopy?: ReviewCopy | undefined;
}
/**
 * PROVIDER: who verifies persons. Only a VERIFICATION_REPORT comes from there.
 */
export type DocumentSource = 'API' | 'WEB_APP' | 'PROVIDER';
export type DocumentStatus = 'ACTIVE' | 'SUPERSEDED' | 'REJECTED' | 'WITHDRAWN';
export type DocumentType =
  | 'COC_EXTRACT'
  | 'BANK_STATEMENT'
  | 'BANK_ACCOUNT_CONFIRMATION'
  | 'VAT_CERTIFICATE'
  | 'CONTACT_ID_CARD'
  | 'CONTACT_PASSPORT'
  | 'CONTACT_DRIVING_LICENCE'
  | 'ADDRESS_PROOF'
  | 'TP_OWNERSHIP_STRUCTURE'
  | 'TP_POWER_OF_ATTORNEY'
  | 'AML_DECLARATION';
export interface EndDocumentBody {
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 500 characters.
   */
  readonly reason: string;
}
export interface EraseBuyerBody {
  /**
   * Format: visible-text
   * For the file of the seller: kept, so name nobody in it. Holds a visible character. 1 to 500 characters.
   */
  readonly reason: string;
}
export interface EraseProspectBody {
  /**
   * Format: visible-text
   * Kept in the trail for 10 years, so name nobody in it. Holds a visible character. 1 to 500 characters.
   */
  readonly reason: string;
}
export type EventEnvelope = WebhookEvent;
export interface EventPage {
  /** The oldest first; at most `size`, and maybe none. */
  readonly data: readonly EventEnvelope[];
  /** Whether more is to be had at once. Else ask later, or with `wait`. */
  readonly hasMore: boolean;
  /** Given back as `after` it goes on from here. Missing only while nothing has ever been behind `after`, and there was none. */
  readonly nextCursor?: string | undefined;
}
/**
 * Whose doing it was: a call, the buyer on his page, or the clock.
 */
export type EventSource = 'API' | 'WEB_APP' | 'SYSTEM';
export type EventType =
  | 'kyc.vies_check_failed'
  | 'kyc.verification_completed'
  | 'self_service_invitation.expired'
  | 'self_service_invitation.used'
  | 'prospect.submitted'
  | 'webhook.endpoint_auto_paused'
  | 'webhook.delivery_failed_terminal'
  | 'compliance.status_changed'
  | 'compliance.decision_made'
  | 'export_file.generated';
export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly rejectedValue?: unknown | undefined;
}
export type FiledDocumentType =
  | 'COC_EXTRACT'
  | 'BANK_STATEMENT'
  | 'BANK_ACCOUNT_CONFIRMATION'
  | 'VAT_CERTIFICATE'
  | 'CONTACT_ID_CARD'
  | 'CONTACT_PASSPORT'
  | 'CONTACT_DRIVING_LICENCE'
  | 'ADDRESS_PROOF'
  | 'TP_OWNERSHIP_STRUCTURE'
  | 'TP_POWER_OF_ATTORNEY'
  | 'AML_DECLARATION'
  | 'VERIFICATION_REPORT';
export interface FireTestBody {
  readonly eventType: EventType;
  /** Sent as it is, as the `data` of the envelope. At most 64 KiB of JSON, no number beyond 2^53-1. */
  readonly data: {
    readonly [key: string]: unknown;
  };
}
export interface Invitation {
  /** Format: uuid */
  readonly uuid: string;
  readonly kind: InvitationKind;
  readonly status: InvitationStatus;
  /** Format: uri */
  readonly publicLinkUrl: string;
  /** Format: date-time */
  readonly createdAt: string;
  /** Format: date-time */
  readonly expiresAt: string;
  /** Format: email */
  readonly recipientEmail?: string | undefined;
  readonly label?: string | undefined;
  /** Format: date-time */
  readonly lastUsedAt?: string | undefined;
  readonly usageCount?: number | undefined;
  /** Format: date-time */
  readonly revokedAt?: string | undefined;
  readonly revocationReason?: string | undefined;
}
export type InvitationKind = 'KYC' | 'PROSPECT';
export interface InvitationPage {
  readonly data: readonly Invitation[];
  readonly pagination: Pagination;
}
export type InvitationStatus = 'ACTIVE' | 'USED' | 'REVOKED' | 'EXPIRED';
export interface InvitationSubmission {
  /** Format: uuid */
  readonly uuid: string;
  /** On the receipt of the buyer, to be told by telephone: ten signs without I, L, O and U. It is made of the uuid: its first 50 bits, those of version and variant left out, in the base 32 of Crockford. */
  readonly reference: string;
  /** Format: date-time */
  readonly submittedAt: string;
  /**
   * Format: date-time
   * When he confirmed that it may be passed on: by sending, at that instant.
   */
  readonly consentedAt: string;
  /** Of the privacy notice that he was shown. */
  readonly consentVersion: string;
  readonly companyData: SubmittedCompanyData;
  /** That came with it, those superseded since included. */
  readonly documents: readonly SubmittedDocument[];
  /** What was requested and did not come. `documentsComplete` of the buyer knows nothing of it. */
  readonly notSupplied: readonly NotSuppliedDocument[];
  readonly declaration?: SubmittedDeclaration | undefined;
}
export interface KeptAfterErasure {
  readonly what: KeptKind;
  /** Format: date-time */
  readonly until: string;
  /** Why it is kept, in English. */
  readonly basis: string;
}
export type KeptKind = 'KYC_DOCUMENTS' | 'AUDIT_TRAIL' | 'PII_ACCESS_LOG' | 'STORED_ANSWERS';
export interface KycDocument {
  /** Format: uuid */
  readonly uuid: string;
  readonly type: FiledDocumentType;
  /** Format: date */
  readonly documentDate?: string | undefined;
  /**
   * Format: date
   * The last day on which it is valid, where that is known.
   */
  readonly expiresOn?: string | undefined;
  readonly status: DocumentStatus;
  readonly source: DocumentSource;
  /** Format: date-time */
  readonly createdAt: string;
  /** Format: date-time */
  readonly supersededAt?: string | undefined;
  /** Format: date-time */
  readonly rejectedAt?: string | undefined;
  /** Format: date-time */
  readonly withdrawnAt?: string | undefined;
  /** Why it was rejected or withdrawn. */
  readonly reason?: string | undefined;
  readonly files: readonly DocumentFile[];
}
export interface KycDocumentPage {
  readonly data: readonly KycDocument[];
  readonly pagination: Pagination;
}
export type KycMode = 'MARKETPLACE_LED' | 'NT24_LED';
export interface KycStatus {
  /** Format: uuid */
  readonly buyerId: string;
  readonly kycMode: KycMode;
  readonly overallStatus: OverallStatus;
  /** Format: date-time */
  readonly viesLastCheckedAt?: string | undefined;
  readonly viesResult: ViesResult;
  readonly documentsComplete: boolean;
  /** With `expand=missingDocuments`: what a complete file lacks; an entry such as `CONTACT_*` stands for any type of its family. */
  readonly missingDocuments?: readonly string[] | undefined;
  readonly verificationStatus?: VerificationStatus | undefined;
  readonly amlStatus?: AmlStatus | undefined;
}
export type KycStatusExpand = 'missingDocuments';
export interface Me {
  /** Format: uuid */
  readonly organizationUuid: string;
  readonly name: string;
  readonly authorizedPartners: readonly AuthorizedPartner[];
  readonly capabilities: Capabilities;
  readonly dpaVersion?: string | undefined;
  /** Format: date-time */
  readonly dpaAcceptedAt?: string | undefined;
}
export type NoBody = Record<string, never> | null;
export interface NotSuppliedDocument {
  readonly type: DocumentType;
  /** Why he cannot supply it, in his own words, at most 500 code points; left out once the operator erased them. */
  readonly reason?: string | undefined;
}
export type OverallStatus = 'INCOMPLETE' | 'VALID' | 'INVALID';
export interface Pagination {
  /** From 0; 0 behind a cursor. */
  readonly page: number;
  /** As asked for; the last page may hold fewer. */
  readonly size: number;
  /** That the filters take, on all pages. */
  readonly totalElements: number;
  readonly totalPages: number;
  /** Whether there is a further page, or behind a cursor a nextCursor. */
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  /** Given back as `cursor` it goes on behind the last entry shown. There when there is more, where the list takes a `cursor`: on the first page in the default order, and on every page behind a cursor. */
  readonly nextCursor?: string | undefined;
}
export interface PatchBuyerBody {
  readonly kycMode?: KycMode | undefined;
  /** EL and GR are one country; EL is kept. At most 20 characters. */
  readonly vatNumber?: string | undefined;
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 200 characters.
   */
  readonly companyName?: string | undefined;
  readonly address?: AddressPatch | undefined;
  /** Format: uuid */
  readonly uuid?: string | undefined;
  readonly status?: BuyerStatus | undefined;
  /** At least 0. */
  readonly version?: number | undefined;
  /** Format: date-time */
  readonly createdAt?: string | undefined;
  /** Format: date-time */
  readonly updatedAt?: string | undefined;
  /** Format: date-time */
  readonly erasedAt?: string | undefined;
}
export interface PatchContactBody {
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 100 characters.
   */
  readonly firstName?: string | undefined;
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 100 characters.
   */
  readonly lastName?: string | undefined;
  /**
   * Format: email
   * At most 254 characters.
   */
  readonly email?: string | undefined;
  /** null takes it away. 1 to 50 characters. */
  readonly phone?: (string | null) | undefined;
  /** Format: uuid */
  readonly uuid?: string | undefined;
  /** Format: date-time */
  readonly createdAt?: string | undefined;
}
export interface PatchDocumentBody {
  /**
   * Format: date
   * YYYY-MM-DD, the last day on which the document is valid: today (UTC) or later. Of types CONTACT_* only. null takes it away.
   */
  readonly expiresOn?: (string | null) | undefined;
  /** Format: uuid */
  readonly uuid?: string | undefined;
  readonly type?: FiledDocumentType | undefined;
  /** Format: date */
  readonly documentDate?: string | undefined;
  readonly status?: DocumentStatus | undefined;
  readonly source?: DocumentSource | undefined;
  /** Format: date-time */
  readonly createdAt?: string | undefined;
  /** Format: date-time */
  readonly supersededAt?: string | undefined;
  /** Format: date-time */
  readonly rejectedAt?: string | undefined;
  /** Format: date-time */
  readonly withdrawnAt?: string | undefined;
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 500 characters.
   */
  readonly reason?: string | undefined;
  /** At most 20 entries. */
  readonly files?: readonly DocumentFile[] | undefined;
}
export interface PatchWebhookBody {
  /**
   * Format: uri
   * https, port 443 or 8443, no user information, at most 2,048 characters. It must not lead to a private, loopback, link-local or other special-purpose address; that is checked here and again at every connection. Redirects are not followed. 1 to 2,048 characters.
   */
  readonly url?: string | undefined;
  /** Types of events, or all of a segment, such as `kyc.*`. There is no `*` for everything. 1 to 20 entries. */
  readonly events?: readonly Subscription[] | undefined;
  /** Only events about these partners, each of them one of the organization; null: about all of them, those that are added later included. 1 to 500 entries. */
  readonly partnerIds?: (readonly string[] | null) | undefined;
  /** Versions of the envelope that the endpoint understands. Default `[1]`; there is no other today. */
  readonly acceptedSchemaVersions?: readonly SchemaVersion[] | undefined;
  readonly status?: WebhookStatus | undefined;
  readonly id?: string | undefined;
  /** Format: date-time */
  readonly createdAt?: string | undefined;
  /** Format: date-time */
  readonly updatedAt?: string | undefined;
}
/**
 * RFC 9457. What each is, and what to do:
 *
 *     - `malformed-request` (400): Mend the request: its JSON, a header that is missing or cannot be read (`Idempotency-Key`, `If-Match`), or its form. `detail` says which. The key stays free.
 *     - `unauthorized` (401): Fetch a new token by client credentials and try once more. If it is refused again, the client is unknown or disabled here, or the token is for another audience.
 *     - `forbidden` (403): Use a seller that `GET /v1/me` lists in `authorizedPartners`. A new one needs a grant by the operator.
 *     - `capability-required` (403): Ask the operator to switch the capability on that `detail` names; `GET /v1/me` shows what is on. Then use a new key.
 *     - `dpa-not-accepted` (403): Have the organization's data processing agreement accepted by the operator; until then only `GET /v1/me` answers.
 *     - `not-found` (404): Check the ids in the path, each below the one before it. What belongs to another seller is not found either.
 *     - `method-not-allowed` (405): Use one of the methods that the `Allow` header names.
 *     - `version-mismatch` (409): Take `currentResource`, apply the change to it, and send it with its version in `If-Match` and a new key.
 *     - `resource-exists-different-body` (409): Compare with `currentResource`: use that, change it by PATCH, or end it first. Then use a new key.
 *     - `milestone-already-set` (409): It was decided before: `currentResource` shows how. Nothing is left to do.
 *     - `idempotency-key-in-progress` (409): Wait for a second (`Retry-After`) and send the same call with the same key: it gets the answer of the first one.
 *     - `buyer-blocked` (409): Unblock the buyer, where that is meant, and call again with a new key. An invitation can be revoked all the same.
 *     - `buyer-erased` (409): Nothing more can be done for this buyer: what a law keeps is kept, and all else is gone.
 *     - `kyc-mode-downgrade` (409): Leave the mode as it is: from NT24_LED there is no way back to MARKETPLACE_LED.
 *     - `too-many-contacts` (409): Delete a contact of the buyer, then call again with a new key.
 *     - `document-not-active` (409): `currentResource` shows what became of the document. Act on the ACTIVE one of its type, or ask for a new one.
 *     - `verification-not-configured` (409): Ask the operator to set a verification provider; the key stays free.
 *     - `invitation-not-active` (409): `currentResource` shows how it ended. An EXPIRED one can be resent; instead of a USED or REVOKED one create a new one.
 *     - `recipient-unknown` (409): Reject without `resend`, or create an invitation for the address to ask.
 *     - `invitation-gone` (410): The link was revoked, used up or has expired: whoever follows it asks the seller for a new one.
 *     - `payload-too-large` (413): Send less: `detail` says how much is taken. The key stays free.
 *     - `unsupported-media-type` (415): Send the `Content-Type` that the operation declares, or a file of one of the types that it takes. Files are judged by content, not by name.
 *     - `validation-error` (422): Mend the fields that `errors` names and send the call again; the key stays free. An unknown member is refused too, as it may be a typing error.
 *     - `idempotency-key-reused` (422): Make a new key for each new call; repeat a key only with the very same method, path, query and body.
 *     - `rate-limited` (429): Wait as many seconds as `Retry-After` says and send the same call with the same key. The budget is shared by all clients of the organization; `X-RateLimit-Remaining` shows what is left of it.
 *     - `headers-too-large` (431): Send smaller headers; 16 KiB are taken altogether.
 *     - `internal-error` (500): Send the same call again later with the same key: nothing is done twice. If it stays, tell the operator the `traceId`.
 *     - `unavailable` (503): Wait as many seconds as `Retry-After` says and send the same call with the same key: nothing is done twice.
 */
export interface Problem {
  /**
   * Format: uri
   * Key on this. Its last segment is the slug.
   */
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  /** The path of the request. */
  readonly instance: string;
  /**
   * Format: uuid
   * The X-Request-Id of the call.
   */
  readonly traceId: string;
  readonly errors?: readonly FieldError[] | undefined;
  /** The resource as it stands, as GET shows it. */
  readonly currentResource?: unknown | undefined;
  /** Of convertProspect, where the buyer in currentResource has other data: the prospect, as GET shows it without the capability allowContactPersonalData. */
  readonly proposedResource?: unknown | undefined;
  readonly title: string;
}
export interface Prospect {
  /** Format: uuid */
  readonly uuid: string;
  readonly type: ProspectType;
  readonly status: ProspectStatus;
  /**
   * Format: uuid
   * The link on which it came.
   */
  readonly invitationUuid: string;
  /** Of a COMPANY. */
  readonly companyName?: string | undefined;
  /** Of a COMPANY, as it says itself; in capitals, GR as EL. */
  readonly vatNumber?: string | undefined;
  readonly address?: ProspectAddress | undefined;
  readonly contact?: ProspectContact | undefined;
  /** Format: date-time */
  readonly submittedAt: string;
  /** Format: date-time */
  readonly decidedAt?: string | undefined;
  /**
   * Format: uuid
   * What it has become.
   */
  readonly buyerId?: string | undefined;
  /** At most 500 characters; the visitor never sees it. */
  readonly declineReason?: string | undefined;
  readonly viesResult?: ProspectViesResult | undefined;
  /** Format: date-time */
  readonly viesCheckedAt?: string | undefined;
  /** What was asked for and did not come, with the words of the visitor: of one prospect alone, until somebody decides. Left out where all came. */
  readonly notSupplied?: readonly NotSuppliedDocument[] | undefined;
}
/** Of a CONSUMER only with the capability allowContactPersonalData, and where one was asked for. */
export interface ProspectAddress {
  readonly street: string;
  readonly postCode: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}
/** Shown by reads alone, and only with the capability allowContactPersonalData. */
export interface ProspectContact {
  readonly firstName: string;
  readonly lastName: string;
  /** The visitor has proved that it is his own. */
  readonly email: string;
  readonly phone?: string | undefined;
}
/** A file that came with a prospect. */
export interface ProspectDocument {
  readonly type: DocumentType;
  /**
   * Format: date-time
   * When the file was complete.
   */
  readonly receivedAt: string;
  /** Format: uuid */
  readonly uuid: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly byteSize: number;
  /** Of the file as received, hexadecimal. */
  readonly sha256: string;
  readonly scan: ScanResult;
  /** The file as received holds scripts, actions, attached files, links that start programs or an XFA form; its reviewCopy does not. This and the next two are left out for files that came before they were looked for. */
  readonly activeContent?: boolean | undefined;
  /** The file as received carries a digital signature. It is not verified. */
  readonly signed?: boolean | undefined;
  /** The file as received is encrypted, though it opens without a password; its reviewCopy is not. */
  readonly encrypted?: boolean | undefined;
  readonly reviewCopy?: ReviewCopy | undefined;
}
export interface ProspectDocumentPage {
  readonly data: readonly ProspectDocument[];
  readonly pagination: Pagination;
}
export interface ProspectErasure {
  /** Format: date-time */
  readonly erasedAt: string;
}
export interface ProspectPage {
  readonly data: readonly Prospect[];
  readonly pagination: Pagination;
}
/**
 * Whose data count where a buyer with this VAT number exists with other data: those of the buyer, who stays as he is, or those of the prospect, kycMode included. Without it that is 409.
 */
export type ProspectResolution = 'KEEP_BUYER' | 'TAKE_PROSPECT';
export type ProspectStatus = 'SUBMITTED' | 'CONVERTED' | 'DECLINED';
export type ProspectType = 'COMPANY' | 'CONSUMER';
/**
 * What VIES said of the VAT number of a COMPANY after it was sent: advice, shown of one prospect alone. Left out until VIES was asked.
 */
export type ProspectViesResult = 'VALID' | 'INVALID' | 'UNKNOWN';
export type QrCodeErrorCorrection = 'L' | 'M' | 'Q' | 'H';
export type QrCodeFormat = 'svg' | 'png';
export type RateLimitTier = 'STANDARD' | 'HIGH_VOLUME' | 'ENTERPRISE';
export interface RejectDocumentBody {
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 500 characters.
   */
  readonly reason: string;
  /** true: the buyer is mailed at once, with the reason. By his newest ACTIVE invitation; where he has none, by a new one that asks for this type alone, to the address that the document came from, or that sent something last. */
  readonly resend?: boolean | undefined;
}
export interface RejectedDocument {
  /** Format: uuid */
  readonly uuid: string;
  readonly type: FiledDocumentType;
  /** Format: date */
  readonly documentDate?: string | undefined;
  /**
   * Format: date
   * The last day on which it is valid, where that is known.
   */
  readonly expiresOn?: string | undefined;
  readonly status: DocumentStatus;
  readonly source: DocumentSource;
  /** Format: date-time */
  readonly createdAt: string;
  /** Format: date-time */
  readonly supersededAt?: string | undefined;
  /** Format: date-time */
  readonly rejectedAt?: string | undefined;
  /** Format: date-time */
  readonly withdrawnAt?: string | undefined;
  /** Why it was rejected or withdrawn. */
  readonly reason?: string | undefined;
  readonly files: readonly DocumentFile[];
  readonly invitation?: Invitation | undefined;
}
export type ResendInvitationBody = {
  /** Whole days from now, 1 to 90. */
  readonly expiresInDays?: number | undefined;
  /** A new address; the old one is dead at once. */
  readonly rotateLink?: boolean | undefined;
  /**
   * Format: email
   * At most 254 characters.
   */
  readonly recipientEmail?: string | undefined;
} | null;
/** What the content is downloaded as. Of a PDF its pages, with annotations and fields drawn into them, and nothing else; of an image its pixels encoded anew, without metadata (place, camera, comments), turned upright, a HEIC as JPEG. Left out for files that came before every file had one: their content is the file as received. */
export interface ReviewCopy {
  readonly fileName: string;
  readonly mediaType: string;
  readonly byteSize: number;
}
export interface RevokeInvitationBody {
  /** For the file of the seller; the buyer never sees it. At most 500 code points; may be empty. */
  readonly reason: string;
}
/**
 * CLEAN: the virus scanner found nothing. UNSCANNED: none was configured when the file came.
 */
export type ScanResult = 'CLEAN' | 'UNSCANNED';
export type SchemaVersion = 1;
export interface SellerContact {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly postalAddress?: string | undefined;
}
export interface SellerContactBody {
  /**
   * Format: one-line-text
   * A person or a department, in one line. 1 to 100 characters.
   */
  readonly name?: string | undefined;
  /**
   * Format: email
   * At most 254 characters.
   */
  readonly email?: string | undefined;
  /** International (E.164), with single blanks or hyphens between the digits. At most 32 characters. */
  readonly phone?: string | undefined;
  /**
   * Format: one-line-text
   * In one line. 1 to 300 characters.
   */
  readonly postalAddress?: string | undefined;
}
export type SourceOfFunds = 'BUSINESS' | 'LOAN' | 'SHAREHOLDERS' | 'SALE' | 'OTHER';
export interface SubmittedCompanyData {
  /** He left all of it as it is, and so confirmed it by sending. */
  readonly confirmed: boolean;
  /** His own words, at most 1,000 code points. */
  readonly remark?: string | undefined;
  /** What he corrected. Nothing of it is in the buyer: whether it gets there is yours to decide. */
  readonly corrections: readonly CompanyCorrection[];
}
export interface SubmittedDeclaration {
  /**
   * Format: uuid
   * The paper that was made of it: a document of the type AML_DECLARATION.
   */
  readonly documentUuid: string;
  /** Format: date-time */
  readonly signedAt: string;
  readonly language: DeclarationLanguage;
  /** Of the title and the statements in all their languages: another one with any other word of them. */
  readonly templateVersion: string;
  /** What he confirmed, each by a tick of its own, as he read it. */
  readonly statements: readonly string[];
  readonly company: DeclaringCompany;
  readonly signer: DeclarationSigner;
  /** His name as he typed it: a simple electronic signature. */
  readonly signature: string;
  readonly place: string;
  /** False: nobody holds more than a quarter, and the persons are those in management. */
  readonly hasBeneficialOwner: boolean;
  /** Who owns or controls the company, or else manages it. */
  readonly persons: readonly DeclaredPerson[];
  readonly sourcesOfFunds: readonly SourceOfFunds[];
  /** His words for the source OTHER. */
  readonly otherSourceOfFunds?: string | undefined;
  /** One of the persons, or somebody close to them, has or had a prominent public function. */
  readonly politicallyExposed: boolean;
  readonly onOwnAccount: boolean;
  readonly title: string;
}
export interface SubmittedDocument {
  /** Format: uuid */
  readonly uuid: string;
  readonly type: DocumentType;
}
export type Subscription =
  | 'kyc.vies_check_failed'
  | 'kyc.verification_completed'
  | 'self_service_invitation.expired'
  | 'self_service_invitation.used'
  | 'prospect.submitted'
  | 'webhook.endpoint_auto_paused'
  | 'webhook.delivery_failed_terminal'
  | 'compliance.status_changed'
  | 'compliance.decision_made'
  | 'export_file.generated'
  | 'kyc.*'
  | 'self_service_invitation.*'
  | 'prospect.*'
  | 'webhook.*'
  | 'compliance.*'
  | 'export_file.*';
export interface UpdateProspectLinkBody {
  /**
   * Format: visible-text
   * Your own words; visitors do not see them. Holds a visible character. 1 to 200 characters.
   */
  readonly label?: string | undefined;
  /** Whole days from now, 1 to 365. An EXPIRED link becomes ACTIVE again. */
  readonly expiresInDays?: number | undefined;
  /** At least `usageCount`; where it is that, the link is USED, for good. null takes the cap away. 1 to 10,000. */
  readonly maxUses?: (number | null) | undefined;
  /** Format: uuid */
  readonly uuid?: string | undefined;
  readonly kind?: InvitationKind | undefined;
  readonly status?: InvitationStatus | undefined;
  /**
   * Format: uri
   * At most 2,048 characters.
   */
  readonly publicLinkUrl?: string | undefined;
  /** Format: date-time */
  readonly createdAt?: string | undefined;
  /** Format: date-time */
  readonly expiresAt?: string | undefined;
  /** At most 254 characters. */
  readonly recipientEmail?: string | undefined;
  /** Format: date-time */
  readonly lastUsedAt?: string | undefined;
  /** At least 0. */
  readonly usageCount?: number | undefined;
  /** Format: date-time */
  readonly revokedAt?: string | undefined;
  /** At most 500 characters. */
  readonly revocationReason?: string | undefined;
}
export interface UploadDocumentForm {
  readonly type: DocumentType;
  /**
   * Format: date
   * YYYY-MM-DD, from 1900 to tomorrow (UTC).
   */
  readonly documentDate: string;
  /**
   * Format: date
   * YYYY-MM-DD, the last day on which the document is valid: today (UTC) or later. Of types CONTACT_* only.
   */
  readonly expiresOn?: string | undefined;
  /**
   * Format: binary
   * PDF, JPEG, PNG or HEIC, judged by content; at most 20 MB (20,971,520 bytes), pictures at most 50 megapixels and 20,000 pixels on a side.
   */
  readonly file: string;
}
export interface UpsertBuyerBody {
  readonly kycMode: KycMode;
  /** EL and GR are one country; EL is kept. At most 20 characters. */
  readonly vatNumber: string;
  /**
   * Format: visible-text
   * Holds a visible character. 1 to 200 characters.
   */
  readonly companyName: string;
  readonly address: AddressInput;
  /** At most 50 entries. */
  readonly contacts?: readonly ContactInput[] | undefined;
}
export interface VerificationSession {
  /** Format: uuid */
  readonly sessionId: string;
  /**
   * Format: uri
   * Where the person goes. Whoever has it can take his place.
   */
  readonly idenfyUrl: string;
}
export type VerificationStatus = 'NOT_STARTED' | 'IN_PROGRESS' | 'VERIFIED' | 'REJECTED';
export interface ViesCheck {
  /** Format: uuid */
  readonly uuid: string;
  /**
   * Format: date-time
   * When VIES was asked; where it was not asked, when that was found.
   */
  readonly checkedAt: string;
  /** As checked. */
  readonly vatNumber: string;
  readonly result: ViesCheckResult;
  readonly cause: ViesCheckCause;
  /** VIES's consultation number, the evidence of the check. */
  readonly requestIdentifier?: string | undefined;
  /** As VIES has it; some member states hide it. */
  readonly name?: string | undefined;
  /** Likewise; may have several lines. */
  readonly address?: string | undefined;
  /** Why the result is UNKNOWN: a code of VIES such as `MS_UNAVAILABLE`, which it answered to the end, or one of ours: `NOT_CONFIGURED` (the operator has no VIES), `NOT_A_MEMBER_STATE`, `NUMBER_CHANGED` (meanwhile), `NO_ANSWER`, `NO_CONNECTION`, `ODD_ANSWER`, `HTTP_<status>`. */
  readonly error?: string | undefined;
}
/**
 * MANUAL: it was asked for. FIRST: the number was new. DAILY: by the clock, with orders.
 */
export type ViesCheckCause = 'MANUAL' | 'DAILY' | 'FIRST';
export interface ViesCheckPage {
  readonly data: readonly ViesCheck[];
  readonly pagination: Pagination;
}
export interface ViesCheckQueued {
  readonly status: ViesCheckStatus;
}
/**
 * UNKNOWN: VIES has not said, for the reason in `error`.
 */
export type ViesCheckResult = 'VALID' | 'INVALID' | 'UNKNOWN';
/**
 * IN_PROGRESS: VIES is being asked right now.
 */
export type ViesCheckStatus = 'QUEUED' | 'IN_PROGRESS';
export type ViesResult = 'VALID' | 'INVALID' | 'PENDING' | 'UNKNOWN';
export interface Webhook {
  readonly id: string;
  /** Format: uri */
  readonly url: string;
  readonly events: readonly string[];
  /** null: all partners. */
  readonly partnerIds: readonly string[] | null;
  readonly acceptedSchemaVersions: readonly number[];
  readonly status: WebhookStatus;
  /** Format: date-time */
  readonly createdAt: string;
  /** Format: date-time */
  readonly updatedAt: string;
}
/**
 * Set to ACTIVE it resumes: what was held goes out now. DISABLED: nothing new is published to it, and what was waits. PAUSED is set by the service alone; it may repeat what is.
 */
export type WebhookStatus = 'ACTIVE' | 'PAUSED' | 'DISABLED';
