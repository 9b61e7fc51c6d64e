/** What the store refuses or cannot give. Messages hold neither file names nor contents, so they may be logged. */
export abstract class FileError extends Error {
  abstract readonly code: string;
}

/** The source gave more bytes than `maxBytes`. */
export class FileTooLarge extends FileError {
  override readonly name = 'FileTooLarge';
  readonly code = 'file-too-large';
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`the file has more than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

/** The source ended without a single byte. */
export class FileEmpty extends FileError {
  override readonly name = 'FileEmpty';
  readonly code = 'file-empty';

  constructor() {
    super('the file is empty');
  }
}

/**
 * `name`: it ends as files of other worlds do. `content`: neither PDF, JPEG, PNG nor HEIC, or something else too. `structure`: it
 * begins as one of them and does not go on so.
 */
export type UnsupportedReason = 'name' | 'content' | 'structure';

/** No file of a type that is taken: see `reason`. */
export class UnsupportedFileType extends FileError {
  override readonly name = 'UnsupportedFileType';
  readonly code = 'unsupported-file-type';
  readonly reason: UnsupportedReason;

  constructor(reason: UnsupportedReason, why: string) {
    super(`the file is of no type that is taken: ${why}`);
    this.reason = reason;
  }
}

export type UnsafeReason = 'encrypted' | 'no-pages' | 'infected' | 'too-many-pixels' | 'too-complex';

/** The content is of its type, and still not taken: see `reason`. */
export class FileUnsafe extends FileError {
  override readonly name = 'FileUnsafe';
  readonly code: `file-${UnsafeReason}`;
  readonly reason: UnsafeReason;

  constructor(reason: UnsafeReason) {
    super(`the file is refused: ${reason}`);
    this.reason = reason;
    this.code = `file-${reason}`;
  }
}

/** It begins and ends as its type does, but no program can show what is in between. */
export class FileUnreadable extends FileError {
  override readonly name = 'FileUnreadable';
  readonly code = 'file-unreadable';

  constructor() {
    super('the file cannot be read');
  }
}

/** Nothing is known of the file: it could not be checked now, and the same one may be sent again later. */
export abstract class FileUnchecked extends FileError {
  abstract readonly retryAfterSeconds: number;
}

/** What a caller is told to wait where the scanner is away. */
const SCANNER_RETRY_SECONDS = 60;

/** The virus scanner is away, or its answer is neither "clean" nor "found". */
export class ScannerUnavailable extends FileUnchecked {
  override readonly name = 'ScannerUnavailable';
  readonly code = 'scanner-unavailable';
  readonly retryAfterSeconds = SCANNER_RETRY_SECONDS;
}

/** Too many files wait, of this sender or of all; he has used up his budget; he hung up; or the machine gave no time. */
export class JudgesBusy extends FileUnchecked {
  override readonly name = 'JudgesBusy';
  readonly code = 'judges-busy';
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('the file could not be judged now');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Nothing is stored under this key, or it is no key at all. */
export class FileMissing extends FileError {
  override readonly name = 'FileMissing';
  readonly code = 'file-missing';

  constructor() {
    super('no file is stored under this key');
  }
}

/** What is stored was altered, cut, moved from another key, or sealed under a master key that is not configured. */
export class FileDamaged extends FileError {
  override readonly name = 'FileDamaged';
  readonly code = 'file-damaged';
}
