import type { MediaType } from '../content-judge.ts';

/** Why a file is refused that is, by its structure, what it says it is. */
export type Refusal = 'encrypted' | 'no-pages' | 'too-many-pixels' | 'too-complex' | 'unreadable';

export interface ReviewCopy {
  readonly mediaType: MediaType;
  readonly bytes: Uint8Array;
}

export interface Preview {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What a file holds beside what can be seen of it. */
export interface Findings {
  /** Scripts, actions, attached files, links that start programs, forms of a program (XFA). */
  readonly activeContent: boolean;
  readonly signed: boolean;
  /** Though it opens without a password. */
  readonly encrypted: boolean;
}

export interface Acceptance {
  readonly findings: Findings;
  /** What reviewers get instead of the original: pages or a picture, and nothing else. */
  readonly review: ReviewCopy;
  /** Left out where nothing of the file can be shown. */
  readonly preview?: Preview;
}

export type Judgement = { readonly refusal: Refusal } | Acceptance;
