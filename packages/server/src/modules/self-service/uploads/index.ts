export type { FinishOutcome } from './finish-upload.ts';
export { isRoomInsteadOf, listUploads, type UploadRow } from './repository.ts';
export { removeUploads } from './remove-uploads.ts';
export type { Uploads } from './uploads.ts';
export { uploads } from './module.ts';
export { uploadMethodOf } from './upload-method.ts';
