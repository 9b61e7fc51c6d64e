import type { Keyring } from '../../../../platform/keyring.ts';
import type { Language } from '../../../texts/index.ts';

/** What a mail with a code is sealed for; the context is its id. */
export const CODE_MAIL_PURPOSE = 'prospect-code-mail';

export interface MailedCode {
  readonly email: string;
  readonly code: string;
  readonly language: Language;
}

export function sealCode(keyring: Keyring, mailId: string, code: MailedCode): Buffer {
  return keyring.seal(CODE_MAIL_PURPOSE, mailId, Buffer.from(JSON.stringify(code)));
}

/** Throws for what was not sealed for this very mail. */
export function openCode(keyring: Keyring, mailId: string, sealed: Buffer): MailedCode {
  return JSON.parse(keyring.open(CODE_MAIL_PURPOSE, mailId, sealed).toString()) as MailedCode;
}
