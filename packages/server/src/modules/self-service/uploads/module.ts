import sql from 'sql-template-tag';
import { defineModule } from '../../../core/module.ts';
import { type SealedUploadDeps, sealedUploads } from './sealed-uploads.ts';
import { uploadJobs, type UploadJobDeps } from './jobs.ts';

export const uploads = defineModule<UploadJobDeps & SealedUploadDeps>({
  name: 'uploads',
  tables: ['uploads'],
  views: ['draft_upload_count'],
  sealed: [sealedUploads],
  figures: [
    {
      name: 'nt24_uploads_bytes',
      help: 'Bytes of all unfinished uploads, as announced.',
      labelNames: [],
      values: sql`/* across sellers: the operator's figures */ select coalesce(sum(byte_size), 0)::float8 as value from uploads`,
    },
  ],
  periodic: uploadJobs,
});
