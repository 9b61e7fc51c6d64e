import type { MediaType } from './media-type.ts';
import { fits, isReplaceable, usualEnding } from './file-endings.ts';

const MAX_CODE_POINTS = 200;
/** What is longer, or has a space in it, is a dot within a name. */
const ENDING = /\.[^.\s]{1,10}$/u;
/** Control and format characters (direction overrides hide an extension), halves of surrogate pairs, line separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Systems drop them from the end of a name, and then go by what is left. */
const UNKEPT_END = /[.\s]+$/;
/** Programs count files of one name, and some put the number behind the ending. */
const COUNTED = /^(.+)(\.[a-z0-9]{1,10})\s?[([](\d{1,4})[)\]]$/i;

export interface FileName {
  /** For people to read, never a path: base name, at most 200 code points, the extension kept. */
  readonly text: string;
  /** Lower case, without the dot; empty when there is none. */
  readonly extension: string;
}

/** Makes a name from a stranger's machine safe to store, show and send back. */
export function parseFileName(claimed: string): FileName {
  const base = (claimed.split(/[/\\]/).at(-1) ?? '').replace(UNSEEN, '').normalize('NFC').trim();
  const name = base.replace(UNKEPT_END, '').replace(COUNTED, '$1 ($3)$2');
  const ending = ENDING.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - ending.length).trim() || 'document';
  return { text: join(stem, ending), extension: ending.slice(1).toLowerCase() };
}

/** The content decides what a file is; its name keeps what it says beside that, and ends as files of the type do. */
export function nameByContent({ text, extension }: FileName, mediaType: MediaType): string {
  if (fits(extension, mediaType)) return text;
  const stem = isReplaceable(extension) ? text.slice(0, -extension.length - 1) : text;
  const before = stem.slice(stem.lastIndexOf('.') + 1).toLowerCase();
  return stem.includes('.') && fits(before, mediaType) ? stem : join(stem, `.${usualEnding(mediaType)}`);
}

function join(stem: string, suffix: string): string {
  const kept = Array.from(stem).slice(0, MAX_CODE_POINTS - Array.from(suffix).length);
  return kept.join('') + suffix;
}
