import type { MailAbout, MailDeclaration } from '../../../core/mail/index.ts';

/** Which mail goes out with an invitation, or for it again. */
export interface Letter {
  readonly mail: MailDeclaration;
  /** For the mail, and for its lines in the trail. */
  readonly details?: MailAbout['details'];
}
