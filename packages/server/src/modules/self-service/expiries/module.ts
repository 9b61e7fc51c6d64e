import { defineModule } from '../../../core/module.ts';
import { expiryMail, type ExpiryMailDeps } from './expiry-mail.ts';
import { expiryJobs, type ExpiryDeps } from './jobs.ts';

/** Identity documents that expire, and who is told of it (docs/decisions/0053). */
export const expiries = defineModule<ExpiryDeps & ExpiryMailDeps>({
  name: 'expiries',
  mails: [expiryMail],
  periodic: expiryJobs,
});
