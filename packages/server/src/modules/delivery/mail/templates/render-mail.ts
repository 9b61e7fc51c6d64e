import type { RenderedMail } from '../../../../core/mail/index.ts';
import type { MailContent } from './mail-blocks.ts';
import { renderMailHtml } from './render-mail-html.ts';
import { renderMailText } from './render-mail-text.ts';

/** A mail's words in both forms. */
export type RenderedContent = Pick<RenderedMail, 'subject' | 'text' | 'html'>;

export function renderMail(content: MailContent): RenderedContent {
  return { subject: content.subject, text: renderMailText(content), html: renderMailHtml(content) };
}
