import { randomBytes } from 'node:crypto';
import { isLoopback } from '../../config/parsers.ts';

/** Where the mails are shown. */
export interface OutboxAddress {
  /** Stands in the address where others than this machine reach the demo: the links in the mails open invitations. */
  readonly key: string | undefined;
  readonly url: string;
}

/** Short enough to be typed on a phone, and at 40 bits out of reach of guesses over a network. */
const KEY_BYTES = 5;

export function outboxAddressOf({
  host,
  publicBaseUrl,
}: {
  readonly host: string;
  readonly publicBaseUrl: string;
}): OutboxAddress {
  const isHereAlone = isLoopback(host) && isLoopback(new URL(publicBaseUrl).hostname);
  const key = isHereAlone ? undefined : randomBytes(KEY_BYTES).toString('hex');
  return { key, url: `${publicBaseUrl}/outbox${key === undefined ? '' : `/${key}`}` };
}
