import { contactUrl } from '../../../platform/markup/web-address.ts';
import { html } from '../../../platform/markup/html.ts';
import type { Html } from '../../../platform/markup/html.ts';
import type { MailBlock, MailContent } from './mail-blocks.ts';

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const body = `margin:0 0 16px;${font};font-size:16px;line-height:1.5;color:#15202b;word-break:break-word;overflow-wrap:anywhere`;
const muted = `margin:0 0 12px;${font};font-size:14px;line-height:1.5;color:#52606e`;
const subheading = `margin:0 0 8px;${font};font-size:16px;line-height:1.4;font-weight:bold;color:#15202b`;

/** Mail programs that darken by themselves leave this alone; the others read it. */
const darkStyle = `@media (prefers-color-scheme: dark) {
.page { background-color: #0d1218 !important; }
.card { background-color: #151c25 !important; border-color: #2a3542 !important; }
.text, .card h1, .card h2 { color: #e7ecf2 !important; }
.muted { color: #a6b2c0 !important; }
.quote { background-color: #182a3d !important; color: #e7ecf2 !important; }
.link { color: #8fc3f7 !important; }
}`;

/** The HTML part: one table, inline styles, no image, nothing loaded from anywhere. */
export function renderMailHtml(content: MailContent): string {
  return html`<!doctype html>
    <html lang="${content.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <title>${content.subject}</title>
        <style>
          !${darkStyle}
        </style>
      </head>
      <body class="page" style="margin:0;padding:0;background-color:#f4f6f8">
        <table
          role="presentation"
          class="page"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          border="0"
          style="background-color:#f4f6f8"
        >
          <tr>
            <td align="center" style="padding:24px 12px">
              <table
                role="presentation"
                class="card"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="max-width:600px;table-layout:fixed;background-color:#ffffff;border:1px solid #dde2e8;border-radius:12px"
              >
                <tr>
                  <td style="padding:32px 28px 20px;text-align:left">
                    <h1 style="margin:0 0 20px;${font};font-size:24px;line-height:1.25;color:#15202b">
                      ${content.heading}
                    </h1>
                    <p class="text" style="${body}">${content.greeting}</p>
                    !${content.blocks.map(htmlOf)}
                  </td>
                </tr>
              </table>
              <table
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="max-width:600px"
              >
                <tr>
                  <td style="padding:16px 28px;text-align:left">
                    <p class="muted" style="${muted}">${content.footer}</p>
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html> `;
}

function htmlOf(block: MailBlock): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p class="text" style="${body}">${block.text}</p>`;
    case 'quote':
      return html`<p class="muted" style="${muted}">${block.heading}</p>
        <p class="quote" style="${body};padding:12px 16px;background-color:#e9f1f8;border-left:4px solid #0f4c81">
          !${withLineBreaks(block.text)}
        </p>`;
    case 'button':
      return htmlOfButton(block);
    case 'list':
      return html`<h2 style="${subheading}">${block.heading}</h2>
        <ul style="margin:0 0 16px;padding:0 0 0 20px">
          !${block.items.map(
            ({ title, text }) =>
              html`<li class="text" style="${body};margin:0 0 8px">
                <strong>${title}</strong><br />
                <span class="muted" style="font-size:14px;color:#52606e">${text}</span>
              </li>`,
          )}
        </ul>`;
    case 'facts':
      return html`<p class="text" style="${body}">
        !${block.rows.map(
          ({ term, fact }) =>
            html`<span class="muted" style="font-size:14px;color:#52606e">${term}</span><br /><strong>${fact}</strong
              ><br />`,
        )}
      </p>`;
    case 'report':
      return html`<p class="muted" style="${muted}">
        ${block.text} <a class="link" href="${block.url}" style="color:#0f4c81">${block.label}</a>
      </p>`;
    case 'contact':
      return htmlOfContact(block);
  }
}

function htmlOfButton({ label, url, hint }: Extract<MailBlock, { kind: 'button' }>): Html {
  const link = `${font};font-size:16px;font-weight:bold;color:#ffffff;text-decoration:none`;
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px">
      <tr>
        <td style="background-color:#0f4c81;border-radius:8px">
          <a href="${url}" style="display:inline-block;padding:14px 28px;${link}">${label}</a>
        </td>
      </tr>
    </table>
    <p class="muted" style="${muted}">
      ${hint}<br /><a class="link" href="${url}" style="color:#0f4c81;word-break:break-all">${url}</a>
    </p>`;
}

function htmlOfContact({ text, contact }: Extract<MailBlock, { kind: 'contact' }>): Html {
  const url = contactUrl(contact);
  const shown =
    url === undefined ? html`${contact}` : html`<a class="link" href="${url}" style="color:#0f4c81">${contact}</a>`;
  return html`<p class="muted" style="${muted}">${text} !${shown}</p>`;
}

function withLineBreaks(text: string): Html {
  return text
    .split('\n')
    .map((line) => html`${line}`)
    .reduce((before, line) => html`!${before}<br />!${line}`);
}
