import type { Language } from '../../texts/index.ts';
import type { FiledType } from '../documents/index.ts';

/** A check of the VAT number against VIES that has ended. */
export interface CheckFacts {
  readonly checkedAt: Date;
  readonly vatNumber: string;
  readonly result: 'VALID' | 'INVALID' | 'UNKNOWN';
  /** By which the Commission finds the check again. */
  readonly requestIdentifier?: string | undefined;
  /** Name and address as VIES gave them. */
  readonly onRecord?: string | undefined;
}

export interface VerificationFacts {
  readonly provider: string;
  readonly sessionId: string;
  readonly endedAt: Date;
  readonly amlStatus: 'PENDING' | 'CLEAR' | 'FLAGGED';
}

export interface DocumentFacts {
  readonly type: FiledType;
  /** YYYY-MM-DD */
  readonly documentDate: string;
  readonly receivedAt: Date;
  readonly files: readonly {
    readonly fileName: string;
    readonly byteSize: number;
    /** In hexadecimal. */
    readonly sha256: string;
  }[];
}

/** What is known of a buyer at one moment. Names are strangers' words and may hold anything. */
export interface ProfileFacts {
  readonly language: Language;
  readonly madeAt: Date;
  readonly buyerId: string;
  readonly sellerName: string;
  readonly sellerCountry: string;
  readonly companyName: string;
  readonly vatNumber: string;
  readonly address: {
    readonly street: string;
    readonly postCode: string;
    readonly city: string;
    /** ISO 3166-1 alpha-2 */
    readonly country: string;
  };
  readonly overallStatus: 'INCOMPLETE' | 'VALID' | 'INVALID';
  /** The newest first. */
  readonly checks: readonly CheckFacts[];
  readonly verification: VerificationFacts;
  readonly documents: readonly DocumentFacts[];
  readonly operatorName: string;
  readonly isSealSelfMade: boolean;
}
