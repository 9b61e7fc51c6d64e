import { defineModule } from '../../../core/module.ts';
import { inBatches } from '../../../platform/jobs/index.ts';
import { mailFigures } from './mail-figures.ts';
import { SEND_MAIL } from './mail-job.ts';
import { purgeRecipients } from './recipients.ts';
import { createSendMail, type SendMailDeps } from './send-mail.ts';

const BATCH = 1_000;
const TEN_MINUTES_MS = 600_000;

export const mail = defineModule<SendMailDeps>({
  name: 'mail',
  tables: ['mails', 'mail_recipients'],
  views: ['mail_turn', 'mail_turn_is_now'],
  actions: {
    'mail.queue': { activity: 'MAIL_QUEUED' },
    'mail.send': { activity: 'MAIL_SENT' },
    'mail.fail': { activity: 'MAIL_FAILED' },
  },
  figures: mailFigures,
  periodic: ({ db }) => [
    {
      name: 'mail.purgeRecipients',
      everyMs: TEN_MINUTES_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeRecipients(db, size)),
    },
  ],
  tasks: (deps) => ({ [SEND_MAIL]: createSendMail(deps) }),
});
