/**
 * `retry`: certainly not handed over, worth another try. `refused`: certainly not handed over, and it never will be. `unknown`: the
 * message was on its way when the answer got lost.
 */
export type DeliveryOutcome = 'retry' | 'refused' | 'unknown';

/** Why a mail did not go out, in a short code such as `SMTP 450` or `ECONNREFUSED`: no address, no words of the server. */
export class DeliveryError extends Error {
  readonly outcome: DeliveryOutcome;
  readonly reason: string;

  constructor(outcome: DeliveryOutcome, reason: string) {
    super(`mail not sent: ${reason}`);
    this.outcome = outcome;
    this.reason = reason;
  }
}

interface SmtpError {
  readonly code?: string;
  /** Of the system, where `code` is the library's. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly permanent?: boolean;
  readonly command?: string;
}

// A 5xx to another command speaks of us or of the connection: the operator can mend that within the day of retries.
const COMMANDS_ABOUT_THE_MAIL = new Set(['RCPT TO', 'DATA']);

/** What an error of the SMTP library means for the mail. `isOnItsWay`: the server had asked for the message. */
export function judgeSmtpError(error: unknown, isOnItsWay: boolean): DeliveryError {
  const { code = 'unknown', originalCode, responseCode, permanent, command = '' }: SmtpError = asSmtpError(error);
  if (responseCode !== undefined) {
    const isFinal = permanent === true && COMMANDS_ABOUT_THE_MAIL.has(command);
    return new DeliveryError(isFinal ? 'refused' : 'retry', `SMTP ${responseCode}`);
  }
  if (isOnItsWay) return new DeliveryError('unknown', 'outcome-unknown');
  // Without a server's answer this one is the library's own verdict on the address.
  return new DeliveryError(code === 'EENVELOPE' ? 'refused' : 'retry', originalCode ?? code);
}

/** Safe: every member is optional, and an error object may carry any. */
function asSmtpError(error: unknown): SmtpError {
  return error instanceof Error ? (error as SmtpError) : {};
}
