export { UPLOADS_PATH } from './answer-tus.ts';
export { uploadJobs } from './jobs.ts';
export { createUploads, type Uploads } from './uploads.ts';
