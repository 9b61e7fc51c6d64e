import { html, nothing } from '../../../../platform/markup/html.ts';
import { mailContactHtml } from './mail-contact.ts';
import { mailBlocks } from './render-mail-blocks.ts';
import { accentStyle, darkStyle, font, mutedStyle, textStyle } from './mail-styles.ts';
import type { Html } from '../../../../platform/markup/html.ts';
import type { MailContent } from './mail-blocks.ts';

const table = html`role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"`;

/** Outlook on Windows knows no largest width: it gets a table of that width around the others. */
const openForOutlook = html`<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->`;
const closeForOutlook = html`<!--[if mso]></td></tr></table><![endif]-->`;

/** In CSS pixels: half of what the picture may have, for fine screens. */
const LOGO_MAX_WIDTH = 240;
const LOGO_MAX_HEIGHT = 60;

const cardStyle =
  'max-width:600px;table-layout:fixed;background-color:#ffffff;border:1px solid #dde2e8;border-radius:12px';

/** The HTML part: tables and inline styles for every mail program, nothing loaded from anywhere; the logo travels in the mail. */
export function renderMailHtml(content: MailContent): string {
  const { language, brand } = content;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <title>${content.subject}</title>
        <style>
          !${darkStyle(brand.colors)}
        </style>
      </head>
      <body class="page" style="margin:0;padding:0;background-color:#f4f6f8">
        <table !${table} class="page" lang="${language}" style="background-color:#f4f6f8">
          <tr>
            <td align="center" style="padding:24px 12px">
              !${openForOutlook}
              <table !${table} class="card" style="${cardStyle}">
                !${renderHead(content)}
                <tr>
                  <td style="padding:8px 28px 20px;text-align:left">
                    <h1 class="text" style="margin:0 0 20px;${font};font-size:24px;line-height:1.25;color:#15202b">
                      ${content.heading}
                    </h1>
                    <p class="text" style="${textStyle}">${content.greeting}</p>
                    !${mailBlocks(content.blocks, brand.colors)}
                  </td>
                </tr>
              </table>
              <table !${table} style="max-width:600px">
                <tr>
                  <td style="padding:16px 28px;text-align:left">!${renderFooter(content)}</td>
                </tr>
              </table>
              !${closeForOutlook}
            </td>
          </tr>
        </table>
      </body>
    </html> `;
}

/** The logo stands on white in dark mail programs too; who shows no pictures shows the name. The heading's own name is not said twice. */
function renderHead({ brand: { name, colors, logo }, heading }: MailContent): Html {
  const nameStyle = `${font};font-size:18px;line-height:1.3;font-weight:bold;color:#15202b`;
  const scale = logo ? Math.min(1, LOGO_MAX_WIDTH / logo.width, LOGO_MAX_HEIGHT / logo.height) : 1;
  const isSaid = !logo && heading.includes(name);
  const mark = logo
    ? html`<span class="plate" style="display:inline-block;background-color:#ffffff"
        ><img
          src="cid:${logo.contentId}"
          alt="${name}"
          width="${Math.round(logo.width * scale)}"
          height="${Math.round(logo.height * scale)}"
          style="display:block;border:0;max-width:100%;${nameStyle}"
      /></span>`
    : html`<span class="text" style="${nameStyle}">${name}</span>`;
  return html`<tr>
      <td
        height="6"
        style="height:6px;line-height:6px;font-size:0;background-color:${colors.control};border-radius:11px 11px 0 0"
      >
        ${'\u00a0'}
      </td>
    </tr>
    <tr>
      <td style="padding:24px 28px ${isSaid ? 0 : 16}px;text-align:left">!${isSaid ? nothing : mark}</td>
    </tr>`;
}

function renderFooter({ contact, footer, footerLinks, brand }: MailContent): Html {
  const links = footerLinks.map(
    ({ label, url }) =>
      html`<a class="link" href="${url}" style="${accentStyle(brand.colors)};margin-right:16px">${label}</a> `,
  );
  return html`!${mailContactHtml(contact, brand.colors)}
    <p class="muted" style="${mutedStyle}">${footer}</p>
    !${links.length === 0 ? nothing : html`<p class="muted" style="${mutedStyle}">!${links}</p>`}`;
}
