export type { MediaType } from './content-judge.ts';
export { FileDamaged, FileEmpty, FileError, FileMissing, FileTooLarge, UnsupportedFileType } from './file-errors.ts';
export { createFileStore, type FileStore } from './file-store.ts';
export type { ReceiveOptions, StoredFile } from './receive-file.ts';
export type { SweepOptions, SweepResult } from './sweep-files.ts';
