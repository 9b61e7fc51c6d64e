import { fileURLToPath } from 'node:url';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { COMPANY, MADE_UP, MANAGER, SPECIMEN } from './sample-facts.ts';

/** Comes with the receipts, so that the pictures look the same on a machine without any font. */
const FONT_FILE = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
const DPI = 72;
const QUALITY = 88;
/** The camera was held upright: EXIF's "turn by 90 degrees to the right". */
const HELD_UPRIGHT = 6;

interface Words {
  readonly text: string;
  readonly at: readonly [left: number, top: number];
  /** In pixels. */
  readonly size: number;
  readonly color?: string;
}

/** The front of no country's card. */
export async function identityCard(): Promise<Buffer> {
  const [width, height] = [1200, 756];
  const card = shapes(
    width,
    height,
    `<rect width="${width}" height="${height}" rx="44" fill="#dfe8ee"/>
     <rect y="96" width="${width}" height="10" fill="#3f6c8c"/>
     <rect x="64" y="176" width="290" height="370" rx="12" fill="#b9c9d4"/>
     <circle cx="209" cy="310" r="76" fill="#7f97a8"/><path d="M94 546c0-120 230-120 230 0z" fill="#7f97a8"/>`,
  );
  const words = [
    { text: 'IDENTITY CARD OF NO COUNTRY', at: [64, 36], size: 34, color: '#24465f' },
    ...labelled('Surname', MANAGER.familyName, 176),
    ...labelled('Given name', MANAGER.givenName, 276),
    ...labelled('Date of birth', MANAGER.born, 376),
    ...labelled('Card number', MANAGER.card, 476),
    ...labelled('Valid until', MANAGER.expires, 576),
    { text: MADE_UP, at: [64, 702], size: 17, color: '#24465f' },
  ] satisfies Words[];
  const mark = await turned({ text: SPECIMEN, at: [0, 0], size: 150, color: '#b0261c99' }, -24);
  const overlays = [...words.map(overlay), { input: mark, gravity: 'centre' }];
  return asPhoto(await card.composite(overlays).png().toBuffer(), { width: 1700, height: 1150, angle: 1.5 });
}

/** A letter on a table, taken by a phone that was held upright. */
export async function vatCertificate(): Promise<Buffer> {
  const [width, height] = [1400, 1980];
  const lines = [
    'Certificate of registration for VAT',
    '',
    `Company:  ${COMPANY.name}`,
    `Address:  ${COMPANY.street}, ${COMPANY.town}`,
    `VAT number:  ${COMPANY.vatNumber}`,
    'Valid since:  1 April 2011',
    '',
    'The company above is registered for value added tax',
    'and may trade in the internal market of the Union.',
    '',
    'Porto, 2 November 2026',
    'No tax office of any country',
  ];
  const words: Words[] = lines
    .map((text, n): Words => ({ text, at: [130, 380 + n * 84], size: n === 0 ? 52 : 38 }))
    .filter(({ text }) => text !== '');
  const frame = `<rect width="${width}" height="${height}" fill="#fbfaf6"/><rect x="130" y="300" width="1140" height="4" fill="#8a8f94"/>`;
  const paper = shapes(width, height, frame).composite([
    overlay({ text: SPECIMEN, at: [130, 150], size: 110, color: '#b0261c' }),
    ...words.map(overlay),
    overlay({ text: MADE_UP, at: [130, 1880], size: 20 }),
  ]);
  const photo = await asPhoto(await paper.png().toBuffer(), { width: 1800, height: 2400, angle: -2 });
  return sharp(photo).rotate(-90).withMetadata({ orientation: HELD_UPRIGHT }).jpeg({ quality: QUALITY }).toBuffer();
}

/** What is drawn without a letter: those come from a font of ours. */
function shapes(width: number, height: number, content: string): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`;
  return sharp(Buffer.from(svg));
}

function labelled(label: string, value: string, top: number): readonly Words[] {
  return [
    { text: label, at: [410, top], size: 20, color: '#3f6c8c' },
    { text: value, at: [410, top + 32], size: 40 },
  ];
}

function overlay(words: Words): OverlayOptions {
  const [left, top] = words.at;
  return { input: { text: textOf(words) }, left, top };
}

function textOf({ text, size, color = '#1b1f24' }: Words) {
  const [solid, alpha = 'ff'] = [color.slice(0, 7), color.slice(7) || undefined];
  const opacity = `${Math.round((Number.parseInt(alpha, 16) / 255) * 100)}%`;
  const markup = `<span foreground="${solid}" alpha="${opacity}">${text}</span>`;
  return { text: markup, font: `DejaVu Sans Bold ${size}`, fontfile: FONT_FILE, rgba: true, dpi: DPI };
}

function turned(words: Words, angle: number): Promise<Buffer> {
  return sharp({ text: textOf(words) })
    .rotate(angle, { background: '#00000000' })
    .png()
    .toBuffer();
}

interface Table {
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

/** Lying on a table, not quite straight, a little unsharp, with the grain of a small sensor. */
async function asPhoto(paper: Buffer, { width, height, angle }: Table): Promise<Buffer> {
  const lying = await sharp(paper).rotate(angle, { background: '#00000000' }).png().toBuffer();
  const noise = { type: 'gaussian', mean: 128, sigma: 6 } as const;
  const grain = await sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
    .png()
    .toBuffer();
  const table = { create: { width, height, channels: 3, background: '#8b6f56' } } as const;
  const overlays: OverlayOptions[] = [
    { input: lying, gravity: 'centre' },
    { input: grain, blend: 'soft-light' },
  ];
  const photo = await sharp(table).composite(overlays).png().toBuffer();
  return sharp(photo).blur(0.6).jpeg({ quality: QUALITY }).toBuffer();
}
