import { defineModule } from '../../../core/module.ts';
import { uploadJobs, type UploadJobDeps } from './jobs.ts';

export const uploads = defineModule<UploadJobDeps>({
  name: 'uploads',
  tables: ['uploads'],
  views: ['draft_upload_count'],
  periodic: uploadJobs,
});
