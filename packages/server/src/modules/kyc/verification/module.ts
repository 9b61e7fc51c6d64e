import { defineModule } from '../../../core/module.ts';
import { VerificationCompleted } from './events.ts';
import { createFetchReport } from './fetch-report.ts';
import { verificationJobs } from './jobs.ts';
import { VerificationNotConfigured } from './problems.ts';
import type { ReportDeps } from './receive-report.ts';
import { FETCH_REPORT } from './report-job.ts';
import { sealedUrls } from './sealed-urls.ts';

export const verification = defineModule<ReportDeps>({
  name: 'verification',
  tables: ['verification_sessions'],
  problems: [VerificationNotConfigured],
  events: [VerificationCompleted],
  actions: {
    'verification.start': {},
    'verification.review': {},
    'verification.complete': {},
    'verification.expire': {},
    'verification.screen': {},
    'verification.report': {},
    'verification.reportMissing': {},
  },
  sealed: [sealedUrls],
  routes: async () => (await import('./routes.ts')).registerVerificationRoutes,
  periodic: verificationJobs,
  tasks: (deps) => ({ [FETCH_REPORT]: createFetchReport(deps) }),
});
