import { defineModule } from '../../../core/module.ts';
import type { ViesDeps } from '../../kyc/vies/index.ts';
import type { ProspectDeps } from './deps.ts';
import { ProspectSubmitted } from './events.ts';
import { createForgetProspect, FORGET_PROSPECT } from './forget-prospect.ts';
import { prospectJobs, type ProspectJobDeps } from './jobs.ts';
import { declinedMail } from './mails/declined-mail.ts';
import { endingMail, type EndingMailDeps } from './mails/ending-mail.ts';
import { sealedPeople } from './sealed-people.ts';
import { CHECK_VAT, createCheckVat } from './vies-advice.ts';
import { codeMail } from './visitors/code-mail.ts';
import { pauseMail } from './visitors/pause-mail.ts';
import { prospectArrivalMail } from './visitors/prospect-arrival-mail.ts';
import { prospectReceiptMail } from './visitors/prospect-receipt-mail.ts';
import type { VisitorDeps } from './visitors/visitor.ts';

type Deps = ViesDeps & ProspectDeps & ProspectJobDeps & EndingMailDeps & VisitorDeps & { readonly dataDir: string };

/** What people send on a PROSPECT link (contract 3.7), and what becomes of it. */
export const prospects = defineModule<Deps>({
  name: 'prospects',
  tables: ['prospects', 'prospect_codes', 'prospect_pauses'],
  views: ['prospect_facts', 'prospect_pause_facts', 'listed_prospects'],
  tag: {
    name: 'Prospects',
    description: 'What people who are not yet buyers have sent on the published links of a partner.',
  },
  events: [ProspectSubmitted],
  mails: [codeMail, pauseMail, prospectReceiptMail, prospectArrivalMail, declinedMail, endingMail],
  actions: {
    'invitation.pause': { activity: 'PAUSED' },
    'prospect.begin': { activity: 'PROSPECT_BEGUN' },
    'prospect.describe': {},
    'prospect.convert': {},
    'prospect.decline': {},
    'prospect.erase': {},
    'prospect.advise': {},
  },
  sealed: [sealedPeople],
  routes: async () => (await import('./routes.ts')).registerProspectRoutes,
  periodic: prospectJobs,
  tasks: (deps) => ({ [FORGET_PROSPECT]: createForgetProspect(deps), [CHECK_VAT]: createCheckVat(deps) }),
});
