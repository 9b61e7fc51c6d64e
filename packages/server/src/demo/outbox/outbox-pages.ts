import { html, type Html, nothing } from '../../platform/markup/html.ts';
import { renderDemoPage } from '../pages/demo-page.ts';
import type { SeenMail } from './read-outbox.ts';

export function renderOutbox(base: string, mails: readonly SeenMail[]): Html {
  const rows = mails.map(
    (mail) =>
      html`<li>
        <a href="${base}/${mail.id}">
          <span class="subject">${mail.subject}</span>
          <span class="to">to ${mail.to}</span>
          <span class="from">from ${mail.from}</span>
          !${timeOf(mail)}
        </a>
      </li>`,
  );
  const list =
    rows.length === 0
      ? html`<p>No mail yet. Invite a buyer, and load this page anew.</p>`
      : html`<ul class="mails">
          !${rows}
        </ul>`;
  return renderDemoPage(
    { title: 'Outbox of the demo', style: styleOf(base) },
    html`<h1>Outbox</h1>
      <p>The demo sends no mail. What it would have sent is here, the newest first.</p>
      !${list}`,
  );
}

export function renderMailPage(base: string, mail: SeenMail): Html {
  const own = `${base}/${mail.id}`;
  const headers = [
    ['From', mail.from],
    ['Reply-To', mail.replyTo ?? 'none: answers go to the sender'],
    ['To', mail.to],
  ].map(
    ([name, value]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  const files = mail.files.map(({ name, bytes }, index) => {
    const size = `${Math.ceil(bytes.length / 1024)} KB`;
    return html`<li><a href="${own}/files/${index}" download>${name}</a>, ${size}</li>`;
  });
  return renderDemoPage(
    { title: mail.subject, style: styleOf(base) },
    html`<p><a href="${base}">All mails</a></p>
      <h1>${mail.subject}</h1>
      <dl>
        !${headers}
        <div>
          <dt>Sent</dt>
          <dd>!${timeOf(mail)}</dd>
        </div>
      </dl>
      !${
        files.length === 0
          ? nothing
          : html`<h2>Attached</h2>
              <ul>
                !${files}
              </ul>`
      }
      !${mail.html === undefined ? nothing : bodyFrame(own)}
      <h2>As text</h2>
      <pre tabindex="0">${mail.text}</pre>`,
  );
}

/** Nothing in it runs; a link in it opens in the place of the whole page, as a mail program would open it. */
function bodyFrame(own: string): Html {
  return html`<h2>As a mail program shows it</h2>
    <iframe src="${own}/body" title="The mail" sandbox="allow-top-navigation-by-user-activation"></iframe>
    <p><a href="${own}/body">The mail alone</a></p>`;
}

/** By the clock of this machine. */
function timeOf({ sentAt }: SeenMail): Html {
  if (sentAt === undefined) return nothing;
  const words = sentAt.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'long' });
  return html`<time datetime="${sentAt.toISOString()}">${words}</time>`;
}

function styleOf(base: string): string {
  return `${base}/demo.css`;
}
