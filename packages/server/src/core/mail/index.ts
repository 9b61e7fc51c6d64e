export {
  type BoundMail,
  bindMails,
  defineMail,
  type MailAbout,
  type MailAttachment,
  type MailDeclaration,
  type RenderedMail,
} from './mail-declaration.ts';
