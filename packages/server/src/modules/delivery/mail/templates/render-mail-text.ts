import { mailContactText } from './mail-contact.ts';
import type { MailBlock, MailContent } from './mail-blocks.ts';

/** The plain-text part. What others wrote is quoted line by line, so that it cannot pass for our own words. */
export function renderMailText(content: MailContent): string {
  const { brand, greeting, heading, blocks, footer, footerLinks } = content;
  const signature = [
    '-- ',
    ...mailContactText(content.contact),
    footer,
    ...footerLinks.map(({ label, url }) => `${label}: ${url}`),
  ].join('\n');
  const head = heading.includes(brand.name) ? [] : [brand.name];
  const parts = [...head, heading, greeting, ...blocks.map(textOf), signature];
  return `${parts.join('\n\n')}\n`;
}

function textOf(block: MailBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'section':
      return `${block.heading}:\n${block.text}`;
    case 'quote':
      return [block.heading, ...block.text.split('\n').map((line) => `> ${line}`.trimEnd())].join('\n');
    case 'button':
      return `${block.label}:\n${block.url}`;
    case 'list':
      return [`${block.heading}:`, ...block.items.map(({ title, text }) => `- ${title}\n  ${text}`)].join('\n');
    case 'facts':
      return block.rows.map(({ term, fact }) => `${term}: ${fact}`).join('\n');
    case 'report':
      return `${block.text}\n${block.label}: ${block.url}`;
    case 'contact':
      return `${block.text}\n${block.contact}`;
  }
}
