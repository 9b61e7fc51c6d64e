import type { MediaType } from '../content-judge.ts';

/** Why a file is refused that is, by its structure, what it says it is. */
export type Refusal = 'encrypted' | 'active-content' | 'too-many-pixels' | 'too-complex' | 'unreadable';

export interface ReviewCopy {
  readonly mediaType: MediaType;
  readonly bytes: Uint8Array;
}

export interface Preview {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface Acceptance {
  /** What reviewers get instead of the original: it carries no metadata. Left out where the original carries none. */
  readonly review?: ReviewCopy;
  /** Left out where nothing of the file can be shown. */
  readonly preview?: Preview;
}

export type Judgement = { readonly refusal: Refusal } | Acceptance;
