/** Written from left to right, each sign by itself or with a mark above: what the fonts and the library that sets them do right. */
const SCRIPTS = /[\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}\p{scx=Common}\p{scx=Inherited}]/u;
/** Direction marks among them, which turn around what stands behind. */
const SHAPELESS = /[\p{C}\p{Zl}\p{Zp}]/u;
const MARK = /\p{M}/u;
const LETTER = /\p{L}/u;
/** So that nobody's own words look like a code of ours. */
const LIKE_A_CODE = /^\[U\+/u;

/**
 * Says in another form what cannot be shown: Hebrew, Arabic, Chinese, Thai, emoji, direction marks. Each such run of characters becomes
 * `[U+05D7 U+05E9]`, in the order in which it is stored; two texts are never written alike.
 */
export class CharacterCodes {
  readonly #hasGlyph: (codePoint: number) => boolean;
  #areUsed = false;

  /** @param hasGlyph of every font that the text may be set in */
  constructor(hasGlyph: (codePoint: number) => boolean) {
    this.#hasGlyph = hasGlyph;
  }

  /** Whether anything was said in that form so far. */
  get areUsed(): boolean {
    return this.#areUsed;
  }

  /** Line breaks stay. */
  shown(text: string): string {
    let written = '';
    let run: string[] = [];
    let before = '';
    let at = 0;
    const endRun = (): void => {
      if (run.length > 0) written += `[${run.join(' ')}]`;
      run = [];
    };
    for (const character of text) {
      const isShown = character === '\n' || this.#isShown(character, before, text.slice(at, at + 3));
      if (isShown) {
        endRun();
        written += character;
      } else run.push(codeOf(character));
      this.#areUsed ||= !isShown;
      before = isShown ? character : '';
      at += character.length;
    }
    endRun();
    return written;
  }

  #isShown(character: string, before: string, ahead: string): boolean {
    if (SHAPELESS.test(character) || !SCRIPTS.test(character) || LIKE_A_CODE.test(ahead)) return false;
    return this.#hasGlyph(codePointOf(character)) && (!MARK.test(character) || LETTER.test(before));
  }
}

function codeOf(character: string): string {
  return `U+${codePointOf(character).toString(16).toUpperCase().padStart(4, '0')}`;
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
