import { defineModule } from '../../../core/module.ts';
import { type SealedUploadDeps, sealedUploads } from './sealed-uploads.ts';
import { uploadJobs, type UploadJobDeps } from './jobs.ts';

export const uploads = defineModule<UploadJobDeps & SealedUploadDeps>({
  name: 'uploads',
  tables: ['uploads'],
  views: ['draft_upload_count'],
  sealed: [sealedUploads],
  periodic: uploadJobs,
});
