import type { SendMailOptions } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import type { MailAttachment } from '../../../core/mail/index.ts';
import type { OutgoingMail } from './outgoing-mail.ts';

export interface Sender {
  readonly mailFrom: string;
  readonly publicBaseUrl: string;
}

/** The same id at every try, so that a receiver can tell a repetition. */
export function messageIdOf(mailId: string, publicBaseUrl: string): string {
  return `<${mailId}@${new URL(publicBaseUrl).hostname}>`;
}

export function messageOf(mail: OutgoingMail, { mailFrom, publicBaseUrl }: Sender): SendMailOptions {
  return {
    from: mail.senderName === undefined ? mailFrom : { name: mail.senderName, address: addressIn(mailFrom) },
    // As an object the address is taken whole: no list, no name can hide in it.
    to: { name: '', address: mail.to },
    ...(mail.replyTo !== undefined && { replyTo: { name: '', address: mail.replyTo } }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    attachments: (mail.attachments ?? []).map(attachmentOf),
    messageId: messageIdOf(mail.id, publicBaseUrl),
    // RFC 3834: no vacation notices in return.
    headers: { 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function addressIn(mailFrom: string): string {
  return addressparser(mailFrom, { flatten: true })[0]?.address || mailFrom;
}

function attachmentOf({ fileName, mediaType, bytes, contentId }: MailAttachment) {
  const file = { filename: fileName, contentType: mediaType, content: bytes };
  return contentId === undefined ? file : { ...file, cid: contentId, contentDisposition: 'inline' as const };
}
