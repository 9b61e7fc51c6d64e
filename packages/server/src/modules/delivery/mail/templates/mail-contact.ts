import { html, nothing } from '../../../../platform/markup/html.ts';
import type { Html } from '../../../../platform/markup/html.ts';
import { accentStyle, mutedStyle } from './mail-styles.ts';
import type { MailColors } from './mail-brand.ts';

/** Whom the reader may ask: a heading, and each way on a line of its own. */
export interface MailContact {
  readonly heading: string;
  readonly ways: readonly { readonly text: string; /** mailto: or tel: */ readonly url?: string | undefined }[];
}

export function mailContactHtml(contact: MailContact | undefined, colors: MailColors): Html {
  if (!contact) return nothing;
  const lines = contact.ways.map(({ text, url }) =>
    url === undefined
      ? html`<br />${text}`
      : html`<br /><a class="link" href="${url}" style="${accentStyle(colors)}">${text}</a>`,
  );
  return html`<p class="muted" style="${mutedStyle}">${contact.heading}!${lines}</p>`;
}

export function mailContactText(contact: MailContact | undefined): readonly string[] {
  return contact ? [[contact.heading, ...contact.ways.map(({ text }) => text)].join('\n')] : [];
}
