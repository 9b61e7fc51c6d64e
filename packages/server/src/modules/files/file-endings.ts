import type { MediaType } from './media-type.ts';

/** What files of each type are called; the first is what they are called here. */
const ENDINGS: ReadonlyMap<MediaType, readonly string[]> = new Map([
  ['application/pdf', ['pdf']],
  ['image/jpeg', ['jpg', 'jpeg', 'jpe', 'jfif', 'pjpeg', 'pjp', 'mpo']],
  ['image/png', ['png', 'apng']],
  ['image/heic', ['heic', 'heif', 'hif']],
]);
/** What every program knows, and what is left as it is where the content agrees. */
const USUAL: ReadonlySet<string> = new Set(['pdf', 'jpg', 'jpeg', 'png', 'heic']);
/** Of other pictures, and what programs call a file of which they do not know the type, or that was still on its way. */
const MISTAKEN: ReadonlySet<string> = new Set(
  'heics heifs avif webp gif bmp tif tiff jp2 jxl dng bin dat file unknown tmp part partial download crdownload'.split(
    ' ',
  ),
);
/**
 * Of other worlds: whoever double-clicks such a name, or whatever opens it, takes the content for something else than pages or a
 * picture. Refused by name, whatever the content.
 */
const OTHER_WORLDS: ReadonlySet<string> = new Set(
  [
    'exe com scr pif msi msix msp bat cmd ps1 psm1 vbs vbe vb ws wsf wsh hta cpl dll sys lnk reg inf url scf gadget jar jnlp class',
    'app apk ipa dmg pkg deb rpm run sh bash zsh csh command py pyc pl rb lua js mjs cjs jse ts php phtml asp aspx jsp cgi swf xll',
    'htm html xhtml shtml mht mhtml svg svgz xml xsl xslt xps css rdf chm hlp',
    'zip zipx rar 7z gz tgz tar bz2 tbz xz txz zst cab arj lzh ace iso img vhd vhdx z',
    'doc docx docm dot dotx dotm xls xlsx xlsm xlsb xlt xltx xltm xlam ppt pptx pptm pps ppsx ppsm pot potx potm one pub mdb accdb',
    'odt ods odp odg ott rtf pages numbers key eml msg',
  ]
    .join(' ')
    .split(' '),
);

/** For the `accept` of a file field: endings, which desktops filter by, and media types, for which phones offer the camera. */
export const ACCEPTED_FILES: string = [
  ...[...ENDINGS.values()].flat().map((ending) => `.${ending}`),
  ...ENDINGS.keys(),
  'image/heif',
].join(',');

export function isOfOtherWorld(ending: string): boolean {
  return OTHER_WORLDS.has(ending);
}

/** Says nothing that the content does not know better. */
export function isReplaceable(ending: string): boolean {
  return MISTAKEN.has(ending) || [...ENDINGS.values()].some((endings) => endings.includes(ending));
}

export function fits(ending: string, mediaType: MediaType): boolean {
  return USUAL.has(ending) && endingsOf(mediaType).includes(ending);
}

export function usualEnding(mediaType: MediaType): string {
  return endingsOf(mediaType)[0] ?? '';
}

function endingsOf(mediaType: MediaType): readonly string[] {
  return ENDINGS.get(mediaType) ?? [];
}
