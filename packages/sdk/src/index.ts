export { Call, Listing, type Answered, type Entries, type Page } from './call.ts';
export { createClient, type Client, type RawOptions } from './client.ts';
export { ConnectionError, Nt24Error, TimeoutError, TokenError, UnexpectedAnswerError } from './errors.ts';
export { ProblemError, type CurrentResourceOf } from './problem-error.ts';
export type { FileSource, FileToUpload } from './upload.ts';
export type * from './options.ts';
export type * from './generated/operation-types.ts';
export type * from './generated/problem-slugs.ts';
export type * from './generated/schemas.ts';
