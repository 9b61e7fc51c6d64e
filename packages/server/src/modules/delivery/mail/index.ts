export { cancelMails, cancelMailsOf, forgetMailFiles } from './forget-mails.ts';
export { mailFolder } from './mail-folder.ts';
export { addMailJobs } from './mail-job.ts';
export { mailTo } from './mail-to.ts';
export { createMailMetrics, type MailMetrics } from './mail-metrics.ts';
export { createMailTransport } from './mail-transport.ts';
export type { MailTransport } from './outgoing-mail.ts';
export { queueMail, queueMailTo } from './queue-mail.ts';
export { countMail, nextTurn, type Recipient, recipientOf, refuseBeforeTurn } from './recipients.ts';
export { refuseMail } from './refuse-mail.ts';
export { insertMails, isMailed, type MailFactsRow, selectMailsAbout } from './repository.ts';
export {
  defaultColors,
  type MailBlock,
  type MailBrand,
  type MailContact,
  type MailFact,
  type MailLink,
  type MailListItem,
  oneLine,
  plainLines,
  type RenderedContent,
  renderMail,
  renderOperatorMail,
} from './templates/index.ts';
export { mail } from './module.ts';
