import { contactUrl } from '../../../../platform/markup/web-address.ts';
import { html } from '../../../../platform/markup/html.ts';
import { accentStyle, font, headingStyle, mutedStyle, textStyle } from './mail-styles.ts';
import type { MailColors } from './mail-brand.ts';
import type { Html } from '../../../../platform/markup/html.ts';
import type { MailBlock } from './mail-blocks.ts';

type Block<Kind extends MailBlock['kind']> = Extract<MailBlock, { kind: Kind }>;

export function mailBlocks(blocks: readonly MailBlock[], colors: MailColors): readonly Html[] {
  return blocks.map((block) => renderBlock(block, colors));
}

function renderBlock(block: MailBlock, colors: MailColors): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p class="text" style="${textStyle}">${block.text}</p>`;
    case 'section':
      return html`<h2 class="text" style="${headingStyle}">${block.heading}</h2>
        <p class="text" style="${textStyle}">${block.text}</p>`;
    case 'quote':
      return renderQuote(block, colors);
    case 'button':
      return renderButton(block, colors);
    case 'list':
      return renderList(block);
    case 'facts':
      return renderFacts(block);
    case 'report':
      return html`<p class="muted" style="${mutedStyle}">
        ${block.text} <a class="link" href="${block.url}" style="${accentStyle(colors)}">${block.label}</a>
      </p>`;
    case 'contact':
      return renderContact(block, colors);
  }
}

function renderQuote({ heading, text }: Block<'quote'>, { light }: MailColors): Html {
  const style = `${textStyle};padding:12px 16px;background-color:${light.soft};border-left:4px solid ${light.accent}`;
  return html`<p class="muted" style="${mutedStyle}">${heading}</p>
    <p class="quote" style="${style}">!${withLineBreaks(text)}</p>`;
}

/** Outlook on Windows pads cells only, all others pad the link, so that the whole button can be pressed. */
function renderButton({ label, url, hint }: Block<'button'>, colors: MailColors): Html {
  const { control, onControl } = colors;
  const link = `display:inline-block;padding:14px 28px;border-radius:8px;${font};font-size:16px;font-weight:bold;color:${onControl};text-decoration:none;mso-padding-alt:0`;
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px">
      <tr>
        <td
          class="button"
          bgcolor="${control}"
          style="background-color:${control};border-radius:8px;mso-padding-alt:14px 28px"
        >
          <a class="button-label" href="${url}" style="${link}">${label}</a>
        </td>
      </tr>
    </table>
    <p class="muted" style="${mutedStyle}">
      ${hint}<br /><a class="link" href="${url}" style="${accentStyle(colors)};word-break:break-all">${url}</a>
    </p>`;
}

function renderList({ heading, items }: Block<'list'>): Html {
  const entries = items.map(
    ({ title, text }) =>
      html`<li class="text" style="${textStyle};margin:0 0 8px">
        <strong>${title}</strong><br />
        <span class="muted" style="font-size:14px;color:#52606e">${text}</span>
      </li>`,
  );
  return html`<h2 class="text" style="${headingStyle}">${heading}</h2>
    <ul style="margin:0 0 16px;padding:0 0 0 20px">
      !${entries}
    </ul>`;
}

function renderFacts({ rows }: Block<'facts'>): Html {
  const lines = rows.map(
    ({ term, fact }) =>
      html`<span class="muted" style="font-size:14px;color:#52606e">${term}</span><br /><strong>${fact}</strong><br />`,
  );
  return html`<p class="text" style="${textStyle}">!${lines}</p>`;
}

function renderContact({ text, contact }: Block<'contact'>, colors: MailColors): Html {
  const url = contactUrl(contact);
  const shown =
    url === undefined
      ? html`${contact}`
      : html`<a class="link" href="${url}" style="${accentStyle(colors)}">${contact}</a>`;
  return html`<p class="muted" style="${mutedStyle}">${text} !${shown}</p>`;
}

function withLineBreaks(text: string): Html {
  return text
    .split('\n')
    .map((line) => html`${line}`)
    .reduce((before, line) => html`!${before}<br />!${line}`);
}
