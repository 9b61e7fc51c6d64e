import { defineModule } from '../../../core/module.ts';
import { breakerFigures } from './breakers.ts';
import { CHECK_VAT_NUMBER } from './check-job.ts';
import { createCheckVatNumber } from './check-vat-number.ts';
import type { ViesDeps } from './deps.ts';
import { ViesCheckFailed } from './events.ts';
import { viesJobs } from './first-checks.ts';
import { sealedCompanies } from './sealed-company.ts';

export const viesChecks = defineModule<ViesDeps>({
  name: 'vies',
  tables: ['vies_checks', 'vies_breakers', 'vies_due'],
  events: [ViesCheckFailed],
  actions: { 'vies.request': {}, 'vies.check': {} },
  sealed: [sealedCompanies],
  figures: breakerFigures,
  routes: async () => (await import('./routes.ts')).registerViesRoutes,
  periodic: viesJobs,
  tasks: (deps) => ({ [CHECK_VAT_NUMBER]: createCheckVatNumber(deps) }),
});
