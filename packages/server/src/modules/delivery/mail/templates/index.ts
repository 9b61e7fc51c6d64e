export type { MailBlock, MailFact, MailLink, MailListItem } from './mail-blocks.ts';
export type { MailContact } from './mail-contact.ts';
export { defaultColors, type MailBrand } from './mail-brand.ts';
export { oneLine } from './one-line.ts';
export { renderOperatorMail } from './operator-mail.ts';
export { plainLines } from './plain-lines.ts';
export { type RenderedContent, renderMail } from './render-mail.ts';
