import type { RenderedMail } from '../../../core/mail/index.ts';

export interface OutgoingMail extends RenderedMail {
  readonly id: string;
  readonly kind: string;
  readonly queuedAt: Date;
}

export interface SmtpSettings {
  readonly url: string;
  /** By which we introduce ourselves (RFC 5321, 4.1.1.1). */
  readonly name: string;
}

export interface MailTransport {
  /** Delivering the same mail a second time leaves one mail all the same. */
  readonly isRepeatable: boolean;
  /**
   * Awaits `claim` at the last instant before the message could count as sent; when that rejects, nothing is sent and its error comes
   * through as it is. @throws DeliveryError
   */
  deliver(mail: OutgoingMail, claim: () => Promise<void>): Promise<void>;
  close(): void;
}
