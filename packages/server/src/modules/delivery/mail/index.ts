export { createMailTransport } from './mail-transport.ts';
export { createSendMail } from './send-mail.ts';
