import type { Language } from '../../modules/texts/index.ts';

/** How the pages of one seller look. */
export interface PageBrand {
  /** Under which the owner of the brand is known. */
  readonly name: string;
  /** False: the organization's, which asks on the seller's behalf. */
  readonly isSellers: boolean;
  /** Sets the colours; a path of this site. */
  readonly stylesheetUrl?: string | undefined;
  /** The picture's size in pixels. */
  readonly logo?: { readonly url: string; readonly width: number; readonly height: number } | undefined;
}

/** When the visitor's session ends if nothing more is done, and how it goes on. */
export interface SessionEnd {
  /** A POST there prolongs it; a path of this site. */
  readonly stayUrl: string;
  readonly endsInSeconds: number;
  /** For as long nothing need be done. */
  readonly idleMinutes: number;
  /** The visitor came by a published link: no mail leads back. */
  readonly isPublished?: boolean;
}

/** What every page needs besides its own model. */
export interface PageContext {
  readonly language: Language;
  /** Who runs this installation, as its imprint says. */
  readonly operatorName: string;
  /** Where misuse is reported: a mail address or an https address. */
  readonly abuseContact: string;
  /** https address, or a path of this site. */
  readonly imprintUrl?: string | undefined;
  /** Where the privacy notice can be read from here; left out where there is none, as on dead links. */
  readonly privacyUrl?: string | undefined;
  /** Where misuse of the invitation at hand is reported; left out where none is known. A path of this site. */
  readonly reportUrl?: string | undefined;
  /** Where the visitor's session is ended by a POST; left out where he has none. A path of this site. */
  readonly signOutUrl?: string | undefined;
  /** Left out where nothing is left to be typed or sent. */
  readonly sessionEnd?: SessionEnd | undefined;
  /** Only where the visitor's link is genuine. */
  readonly brand?: PageBrand | undefined;
  /** Where the language links lead; left out where that is the page's own address. */
  readonly languagePath?: string | undefined;
  /** There is no other to choose. */
  readonly hasOneLanguage?: boolean;
}
