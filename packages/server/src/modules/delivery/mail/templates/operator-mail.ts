import type { MailContent } from './mail-blocks.ts';
import { defaultColors } from './mail-brand.ts';
import { oneLine } from './one-line.ts';
import { type RenderedContent, renderMail } from './render-mail.ts';

/** A mail to those who run things: in English, as the API and its documentation are. */
export function renderOperatorMail({
  operatorName,
  ...words
}: Pick<MailContent, 'subject' | 'heading' | 'blocks'> & { readonly operatorName: string }): RenderedContent {
  return renderMail({
    ...words,
    language: 'en',
    greeting: 'Good day,',
    footerLinks: [],
    brand: { name: oneLine(operatorName), colors: defaultColors },
    footer: `This mail was sent by ${oneLine(operatorName)} and contains no tracking.`,
  });
}
