import { defineModule } from '../../../core/module.ts';
import { mailJobs, type MailJobDeps } from './jobs.ts';
import { mailFigures } from './mail-figures.ts';
import { SEND_MAIL } from './mail-job.ts';
import { createSendMail, type SendMailDeps } from './send-mail.ts';

export const mail = defineModule<SendMailDeps & MailJobDeps>({
  name: 'mail',
  tables: ['mails'],
  actions: {
    'mail.queue': { activity: 'MAIL_QUEUED' },
    'mail.send': { activity: 'MAIL_SENT' },
    'mail.fail': { activity: 'MAIL_FAILED' },
  },
  figures: mailFigures,
  periodic: mailJobs,
  tasks: (deps) => ({ [SEND_MAIL]: createSendMail(deps) }),
});
