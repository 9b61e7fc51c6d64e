import {
  makePoster,
  type PdfElement,
  type PdfPoster,
  POSTER_STYLES,
  printableLine,
} from '../../../../platform/pdf/index.ts';
import { darkRuns, encodeQrCode } from '../../../../platform/qr-code.ts';
import { formatInstant, type Language, localeOf, translatorFor } from '../../../texts/index.ts';

/** Names are strangers' words and may hold anything. */
export interface PosterFacts {
  readonly language: Language;
  readonly sellerName: string;
  /** ISO 3166-1 alpha-2: by whose clock the end is told. */
  readonly sellerCountry: string;
  readonly logo?: { readonly png: Uint8Array; readonly width: number; readonly height: number };
  readonly url: string;
  /** `#rrggbb`, of the code. */
  readonly color: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
}

/** In points, 72 to the inch: with its quiet zone, so that the code itself is 9 cm at the least. */
const CODE_SIDE = 400;
const NAME_HEIGHT = 110;

/** One A4 page: who asks, what for, the code, how, until when, and where it leads. */
export function renderPosterPdf(facts: PosterFacts): Promise<Buffer> {
  const translate = translatorFor(facts.language);
  return makePoster(
    {
      locale: localeOf(facts.language),
      title: translate('poster.title'),
      madeAt: facts.madeAt,
    },
    (poster, root) => drawPoster(poster, root, facts),
  );
}

function drawPoster(poster: PdfPoster, root: PdfElement, facts: PosterFacts): void {
  const translate = translatorFor(facts.language);
  const { host } = new URL(facts.url);
  const below = [
    { text: translate('poster.how'), style: POSTER_STYLES.line },
    { text: translate('poster.until', { date: untilOf(facts) }), style: POSTER_STYLES.line },
    { text: host, style: POSTER_STYLES.small },
  ];
  const name = printableLine(facts.sellerName);
  if (facts.logo) poster.picture(root, { ...facts.logo, alt: name });
  poster.heading(root, name, NAME_HEIGHT);
  poster.line(root, { text: translate('poster.what'), style: POSTER_STYLES.strong });
  const side = Math.min(CODE_SIDE, poster.room - poster.heightOf(below));
  poster.figure(root, { alt: translate('poster.code', { host }), side }, codeOf(facts));
  for (const line of below) poster.line(root, line);
}

function untilOf({ expiresAt, language, sellerCountry }: PosterFacts): string {
  return formatInstant(expiresAt, language, sellerCountry);
}

/** Much of it may be torn or dirty before it is no more read. */
function codeOf({ url, color }: PosterFacts) {
  const code = encodeQrCode(url, 'Q');
  return { moduleCount: code.moduleCount, runs: darkRuns(code), color };
}
