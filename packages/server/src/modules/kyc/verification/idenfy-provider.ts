import Type, { type Static } from 'typebox';
import { bodyValidator } from '../../../platform/http/validation.ts';
import { askService, type ServiceAnswer } from '../../../platform/outbound-http/ask-service.ts';
import { requireSignature } from './callback-signature.ts';
import { readIdenfyCallback } from './idenfy-callback.ts';
import { refusalOf } from './idenfy-refusal.ts';
import { fetchIdenfyReport } from './idenfy-report.ts';
import { ProviderError, type ProviderSession, type SessionWish, type VerificationProvider } from './provider.ts';

export interface IdenfySettings {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** With which it signs its callbacks. */
  readonly callbackKey: string;
}

/** Less than a caller of ours waits; it answers within a second as a rule. */
const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const PAGE = 'https://ui.idenfy.com/';

/** Of `POST /api/v2/token`: documentation.idenfy.com, `kyc/generate-token`, 2026-11-28. */
const TokenAnswer = Type.Object({
  authToken: Type.String({ pattern: '^[A-Za-z0-9_-]{16,256}$' }),
  scanRef: Type.String({ pattern: '^[A-Za-z0-9-]{1,100}$' }),
});
const checkAnswer = bodyValidator(TokenAnswer);

/** iDenfy: sessions over HTTP Basic, callbacks signed over the raw body. */
export function createIdenfyProvider(settings: IdenfySettings): VerificationProvider {
  const credentials = Buffer.from(`${settings.apiKey}:${settings.apiSecret}`).toString('base64');
  const authorization = `Basic ${credentials}`;
  return {
    name: 'IDENFY',
    async createSession(wish) {
      const answer = await askService({
        url: `${settings.apiUrl}/api/v2/token`,
        headers: { authorization },
        body: tokenWish(wish),
        timeoutMs: TIMEOUT_MS,
        maxAnswerBytes: MAX_ANSWER_BYTES,
      });
      return sessionIn(answer);
    },
    readCallback(callback) {
      requireSignature([settings.callbackKey], callback);
      return readIdenfyCallback(callback.body);
    },
    fetchReport: ({ scanRef }) => fetchIdenfyReport({ apiUrl: settings.apiUrl, authorization, scanRef }),
    stop: () => undefined,
  };
}

/** No names: who comes is the person's to show. Where callbacks go is set at iDenfy, as its signing key belongs to that setting. */
function tokenWish({ sessionId, buyerId, validSeconds }: SessionWish): object {
  return { clientId: buyerId, externalRef: sessionId, tokenType: 'IDENTIFICATION', expiryTime: validSeconds };
}

function sessionIn(answer: ServiceAnswer): ProviderSession {
  if (answer.kind === 'failed') throw new ProviderError(answer.failure);
  const { status, json } = answer;
  if (status === 200 || status === 201) {
    if (checkAnswer(json).length > 0) throw new ProviderError('odd-answer', { isOurs: true });
    const { authToken, scanRef } = asToken(json);
    return { scanRef, url: `${PAGE}?authToken=${authToken}` };
  }
  throw refusalOf(answer);
}

/** Safe behind the check by its schema. */
function asToken(json: unknown): Static<typeof TokenAnswer> {
  return json as Static<typeof TokenAnswer>;
}
