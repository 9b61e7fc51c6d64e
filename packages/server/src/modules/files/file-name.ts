const MAX_CODE_POINTS = 200;
const MAX_EXTENSION_CODE_POINTS = 10;
/** Control and format characters (direction overrides hide an extension), halves of surrogate pairs, line separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export interface FileName {
  /** For people to read, never a path: base name, at most 200 code points, the extension kept. */
  readonly text: string;
  /** Lower case, without the dot; empty when there is none. */
  readonly extension: string;
}

/** Makes a name from a stranger's machine safe to store, show and send back. */
export function parseFileName(claimed: string): FileName {
  const base = (claimed.split(/[/\\]/).at(-1) ?? '').replace(UNSEEN, '').normalize('NFC').trim();
  const dotAt = base.lastIndexOf('.');
  const stem = (dotAt < 0 ? base : base.slice(0, dotAt)).trim() || 'document';
  const written = dotAt < 0 ? '' : base.slice(dotAt + 1);
  const suffix = dotAt < 0 ? '' : `.${Array.from(written).slice(0, MAX_EXTENSION_CODE_POINTS).join('')}`;
  const kept = Array.from(stem).slice(0, MAX_CODE_POINTS - Array.from(suffix).length);
  return { text: kept.join('') + suffix, extension: written.toLowerCase() };
}
