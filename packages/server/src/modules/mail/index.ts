export { createMailTransport, type MailTransport, type MailTransportOptions } from './mail-transport.ts';
export { createSendMail, type SendMailParts } from './send-mail.ts';
