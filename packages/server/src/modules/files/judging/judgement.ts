import type { MediaType } from '../media-type.ts';

/** Why a file is refused that is, by its structure, what it says it is. */
export type Refusal = 'encrypted' | 'no-pages' | 'too-many-pixels' | 'too-complex' | 'unreadable';

export interface ReviewCopy {
  readonly mediaType: MediaType;
  readonly bytes: Uint8Array;
}

/** As it comes from the process that made it: in records of the store, so that neither side ever holds it twice. */
export interface ReceivedCopy extends Pick<ReviewCopy, 'mediaType'> {
  readonly records: readonly Uint8Array[];
}

export interface Preview {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** White all over. */
  readonly looksEmpty: boolean;
}

/** What a file holds beside what can be seen of it. */
export interface Findings {
  /** Scripts, actions, attached files, links that start programs, forms of a program (XFA). */
  readonly activeContent: boolean;
  readonly signed: boolean;
  /** Though it opens without a password. */
  readonly encrypted: boolean;
}

interface Accepted<Copy> {
  readonly findings: Findings;
  /** What reviewers get instead of the original: pages or a picture, and nothing else. */
  readonly review: Copy;
  /** Left out where nothing of the file can be shown. */
  readonly preview?: Preview;
}

interface Refused {
  readonly refusal: Refusal;
}

/** Of the process that reads the file. */
export type Verdict = Refused | Accepted<ReviewCopy>;

export type Acceptance = Accepted<ReceivedCopy>;
export type Judgement = Refused | Acceptance;
