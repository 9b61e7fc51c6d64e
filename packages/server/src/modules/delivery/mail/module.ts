import { defineModule } from '../../../core/module.ts';
import { mailJobs, type MailJobDeps } from './jobs.ts';
import { mailFigures } from './mail-figures.ts';
import { SEND_MAIL } from './mail-job.ts';
import type { SealingDeps } from '../../../core/sealing/index.ts';
import { sealedFacts } from './sealed-facts.ts';
import { createSendMail, type SendMailDeps } from './send-mail.ts';

export const mail = defineModule<SendMailDeps & MailJobDeps & SealingDeps>({
  name: 'mail',
  tables: ['mails', 'mail_recipients'],
  views: ['mail_turn', 'mail_turn_is_now'],
  sealed: [sealedFacts],
  actions: {
    'mail.queue': { activity: 'MAIL_QUEUED' },
    'mail.send': { activity: 'MAIL_SENT' },
    'mail.fail': { activity: 'MAIL_FAILED' },
  },
  figures: mailFigures,
  periodic: mailJobs,
  tasks: (deps) => ({ [SEND_MAIL]: createSendMail(deps) }),
});
