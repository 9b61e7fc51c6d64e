import { AdminError } from '../../../platform/admin-error.ts';
import { postJson } from '../../../platform/outbound-http/post-json.ts';
import { type ViesNumber, viesNumberOf } from './member-state.ts';
import { oddAnswer, readAnswer, type ViesOutcome } from './read-answer.ts';
import type { OwnError } from './vies-result.ts';

export interface ViesSettings {
  /** Without a slash at the end. */
  readonly url: string;
  /** The VAT number in whose name it is asked: with it the answer carries a consultation number. */
  readonly requester?: string;
}

/** The Commission's REST service. Never rejects for what it does. */
export interface ViesClient {
  /** One call: 15 s and 64 KiB of answer at most. */
  check(asked: ViesNumber, signal: AbortSignal): Promise<ViesOutcome>;
}

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 64 * 1024;

/** @throws AdminError where the requester is of no member state */
export function createViesClient({ url, requester }: ViesSettings): ViesClient {
  const requesting = requester === undefined ? {} : requesterOf(requester);
  return {
    async check(asked, signal) {
      const posted = await postJson({
        url: `${url}/check-vat-number`,
        body: {
          countryCode: asked.memberState,
          vatNumber: asked.number,
          ...requesting,
        },
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        signal,
      });
      if (posted.kind === 'answered') return readAnswer(asked, posted);
      if (posted.failure === 'too-large') return oddAnswer();
      // Which of the two is slow nobody knows; a state that hangs must not keep the others from being asked.
      if (posted.failure === 'timeout') return again('state', 'NO_ANSWER');
      return again('service', 'NO_CONNECTION');
    },
  };
}

function requesterOf(vatNumber: string): object {
  const requester = viesNumberOf(vatNumber);
  if (!requester) throw new AdminError('VIES_REQUESTER_VAT_NUMBER begins with no member state that VIES knows');
  return { requesterMemberStateCode: requester.memberState, requesterNumber: requester.number };
}

function again(of: 'state' | 'service', error: OwnError): ViesOutcome {
  return { kind: 'again', of, error };
}
