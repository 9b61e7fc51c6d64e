/**
 * `retry`: certainly not handed over, worth another try. `refused`: certainly not handed over, and it never will be. `unknown`: the
 * message was on its way when the answer got lost.
 */
export type DeliveryOutcome = 'retry' | 'refused' | 'unknown';

/** Why a mail did not go out, in a short code such as `SMTP 450` or `ECONNREFUSED`: no address, no words of the server. */
export class DeliveryError extends Error {
  readonly outcome: DeliveryOutcome;
  readonly reason: string;
  /** The server refuses us, whoever the mail goes to: only the operator can mend that. */
  readonly isAboutUs: boolean;

  constructor(outcome: DeliveryOutcome, reason: string, { isAboutUs = false } = {}) {
    super(`mail not sent: ${reason}`);
    this.outcome = outcome;
    this.reason = reason;
    this.isAboutUs = isAboutUs;
  }
}

interface SmtpError {
  readonly code?: string;
  /** Of the system, where `code` is the library's. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  /** The server's line. It may hold addresses. */
  readonly response?: string;
  readonly permanent?: boolean;
  readonly command?: string;
}

// RFC 3463, at the head of the server's words.
const ENHANCED_CODE = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/;
// Its 5.5.x speak of our protocol, 5.7.x of the receiver's policy about us: relaying, login, reputation, SPF, DMARC, and what filters say of
// mails that are all of one make (decision 0004). Those two of RFC 7293 speak of whom the address belongs to by now.
const ABOUT_US = /^5\.(?:5\.\d+|7\.(?!1[78]$)\d+)$/;

// A 5xx to another command speaks of us or of the connection: the operator can mend that within the day of retries.
const COMMANDS_ABOUT_THE_MAIL = new Set(['RCPT TO', 'DATA']);

/** What an error of the SMTP library means for the mail. `isOnItsWay`: the server had asked for the message. */
export function judgeSmtpError(error: unknown, isOnItsWay: boolean): DeliveryError {
  const { code = 'unknown', originalCode, responseCode, ...said }: SmtpError = asSmtpError(error);
  if (responseCode !== undefined) return judgeAnswer(responseCode, said);
  if (isOnItsWay) return new DeliveryError('unknown', 'outcome-unknown');
  // Without a server's answer this one is the library's own verdict on the address.
  return new DeliveryError(code === 'EENVELOPE' ? 'refused' : 'retry', originalCode ?? code);
}

function judgeAnswer(responseCode: number, { response = '', permanent, command = '' }: SmtpError): DeliveryError {
  const enhanced = ENHANCED_CODE.exec(response)?.[1];
  const reason = enhanced === undefined ? `SMTP ${responseCode}` : `SMTP ${responseCode} ${enhanced}`;
  const isAboutMail = COMMANDS_ABOUT_THE_MAIL.has(command) && !ABOUT_US.test(enhanced ?? '');
  const isFinal = permanent === true && isAboutMail;
  return new DeliveryError(isFinal ? 'refused' : 'retry', reason, { isAboutUs: permanent === true && !isAboutMail });
}

/** Safe: every member is optional, and an error object may carry any. */
function asSmtpError(error: unknown): SmtpError {
  return error instanceof Error ? (error as SmtpError) : {};
}
