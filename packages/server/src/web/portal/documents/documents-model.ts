import type { RequestSummary } from '../request-summary.ts';
import type { DeviceOffer } from '../device/device-offer.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';

export interface UploadedFile {
  readonly id: string;
  readonly type: DocumentType;
  /** As the buyer's device called it. */
  readonly fileName: string;
  readonly byteSize: number;
  readonly addedAt: Date;
  /** Pixels of its small picture; left out where there is none. */
  readonly preview?: { readonly width: number; readonly height: number } | undefined;
  /** Nothing is to be seen on its first page. */
  readonly looksEmpty?: boolean | undefined;
  /** The visitor comes back from looking at it. */
  readonly isInFocus?: boolean | undefined;
  /** The type under which the same bytes are in the draft already, where they are. */
  readonly twinOf?: DocumentType | undefined;
}

export interface RequestedDocument {
  readonly type: DocumentType;
  /** Of which one does, such as a passport for an identity card: the type itself first, then those that no other card stands for. */
  readonly kinds: readonly DocumentType[];
  /** Also true where a document of another type does, such as a passport for an identity card. */
  readonly isFulfilled: boolean;
  /** Of all its kinds. */
  readonly files: readonly UploadedFile[];
  /** Why the buyer cannot supply it, in his words. None where it is there all the same: a document counts. */
  readonly reason?: string | undefined;
  /** Why the document that was sent before was not taken, in the words of the seller's side. */
  readonly rejection?: string | undefined;
}

/** There is a document, or the buyer's word that he cannot supply it: nothing is left to do at the card. */
export function isAnswered({ isFulfilled, reason }: RequestedDocument): boolean {
  return isFulfilled || reason !== undefined;
}

export interface Documents {
  readonly requested: readonly RequestedDocument[];
  /** Files of types that no card stands for. */
  readonly others: readonly UploadedFile[];
}

export interface FileLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

export type DocumentsErrorCode =
  | 'file-missing'
  | 'file-empty'
  | 'file-too-large'
  | 'file-type'
  | 'file-name'
  | 'file-too-complex'
  | 'file-encrypted'
  | 'file-no-pages'
  | 'file-infected'
  | 'file-too-many-pixels'
  | 'file-unchecked'
  | 'file-damaged'
  | 'upload-incomplete'
  | 'too-many-files'
  | 'no-room'
  | 'type-missing'
  | 'restore-full'
  | 'restore-late'
  | 'reason-missing'
  | 'reason-too-long';

export interface DocumentsError {
  readonly code: DocumentsErrorCode;
  /** Of the form that was sent, where it is known: the error is shown there. */
  readonly type?: DocumentType | undefined;
  /** When the same file may be sent again, where nothing is known of it yet. */
  readonly retryAfterSeconds?: number | undefined;
  /** Of the file that it is about, where several were sent at once. */
  readonly fileName?: string | undefined;
  /** That were sent with it, to be shown again. */
  readonly words?: string | undefined;
}

/** A file that has not come whole yet, and goes on when the same file is chosen again; or that has, and was never finished. */
export interface UnfinishedUpload {
  readonly id: string;
  readonly type: DocumentType;
  readonly fileName: string;
  readonly byteSize: number;
  readonly receivedBytes: number;
  readonly begunAt: Date;
  /** What the script knows the same file by. */
  readonly fingerprint?: string | undefined;
}

export interface DocumentsModel {
  readonly request: RequestSummary;
  /** ISO 3166-1 alpha-2, where the buyer corrected it. */
  readonly correctedCountry?: string | undefined;
  readonly documents: Documents;
  readonly limits: FileLimits;
  /** The declaration may be filled in on the page. */
  readonly isDeclarationOn?: boolean | undefined;
  /** Oldest first. */
  readonly unfinished?: readonly UnfinishedUpload[] | undefined;
  /** Left out on a device that came by such an offer. */
  readonly device?: DeviceOffer | undefined;
  readonly errors?: readonly DocumentsError[] | undefined;
  /** What the last step did, said once. */
  readonly notice?: FileNotice | undefined;
}

export type FileNotice =
  | { readonly kind: 'added' | 'restored'; readonly fileName: string; readonly count?: number | undefined }
  /** By the id a file can be put back. */
  | { readonly kind: 'removed'; readonly fileName: string; readonly fileId?: string | undefined }
  | { readonly kind: 'answered' | 'answerRemoved'; readonly type: DocumentType };
