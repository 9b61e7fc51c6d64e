import { ProviderError } from './provider.ts';

/** An answer of iDenfy's that is not what it was asked for. */
interface Refusal {
  readonly status: number;
  readonly json: unknown;
  readonly retryAfter: string | undefined;
}

const LONGEST_RETRY_AFTER_SECONDS = 3_600;

export function refusalOf({ status, json, retryAfter }: Refusal): ProviderError {
  const retryAfterSeconds = secondsIn(retryAfter);
  const failure = identifierIn(json) ?? `status-${status}`;
  const isBusy = status >= 500 || status === 429 || failure === 'TOO_MANY_REQUESTS';
  return new ProviderError(failure, { isOurs: !isBusy, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
}

/** `{identifier, message}`; the message may repeat what was sent. */
function identifierIn(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || !('identifier' in json)) return undefined;
  const { identifier } = json;
  return typeof identifier === 'string' && /^[A-Z_]{1,60}$/.test(identifier) ? identifier : undefined;
}

function secondsIn(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined || !/^\d{1,9}$/.test(retryAfter)) return undefined;
  return Math.min(Math.max(Number(retryAfter), 1), LONGEST_RETRY_AFTER_SECONDS);
}
