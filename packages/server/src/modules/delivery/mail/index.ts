export { createMailTransport, type MailTransport } from './mail-transport.ts';
export { mail } from './module.ts';
