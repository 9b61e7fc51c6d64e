export type { MediaType } from './media-type.ts';
export { acceptDataFolder, requireDataFolder } from './storage/disk-mark.ts';
export { dropFiles } from './drop-files.ts';
export {
  FileDamaged,
  FileEmpty,
  FileError,
  FileMissing,
  FileTooLarge,
  FileUnchecked,
  FileUnreadable,
  FileUnsafe,
  UnsupportedFileType,
} from './file-errors.ts';
export { ACCEPTED_FILES, usualEnding } from './file-endings.ts';
export { tellConfinement } from './judging/tell-confinement.ts';
export { parseFileName } from './file-name.ts';
export { createFileStore, type FileStore, type FileStoreSettings } from './file-store.ts';
export { files } from './module.ts';
export type { Asker, ReceiveOptions, StoredFile } from './receive-file.ts';
export { type FileOwner, findStoredBytes } from './repository.ts';
export type { ScannerAddress } from './scanner.ts';
export { createDiskDriver } from './storage/disk-driver.ts';
export type { StorageDriver } from './storage/storage-driver.ts';
export type { SweepOptions, SweepResult } from './sweep-files.ts';
