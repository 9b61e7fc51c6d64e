import { Readable } from 'node:stream';
import { readJson } from '../../../platform/outbound-http/ask-service.ts';
import { openAnswer, ServiceFailure } from '../../../platform/outbound-http/open-answer.ts';
import { MAX_FILE_BYTES } from '../documents/index.ts';
import { refusalOf } from './idenfy-refusal.ts';
import { ProviderError } from './provider.ts';

/** It is made when it is asked for. */
const TIMEOUT_MS = 60_000;
/** Base64 takes a third more than the file. */
const MAX_ANSWER_BYTES = 1.5 * MAX_FILE_BYTES;
/** No byte of Base64, and the first of every PDF. */
const PERCENT = 0x25;
const DIGITS_OF_A_GROUP = 4;

export interface ReportWish {
  readonly apiUrl: string;
  readonly authorization: string;
  readonly scanRef: string;
}

/**
 * `POST /api/v2/generate-pdf`: documentation.idenfy.com, `kyc/pdf-generation`, 2026-11-30. Without the photographs of face and papers: the
 * file has its own copy of an identity document, and needs no second one.
 * @throws ProviderError
 */
export async function fetchIdenfyReport({ apiUrl, authorization, scanRef }: ReportWish): Promise<Readable> {
  try {
    const answer = await openAnswer({
      url: `${apiUrl}/api/v2/generate-pdf`,
      headers: { authorization, accept: '*/*' },
      body: { scanRef, language: 'en', includeMainStepFiles: false, includeAdditionalStepFiles: false },
      timeoutMs: TIMEOUT_MS,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });
    if (answer.status === 200) return Readable.from(decoded(answer.body), { objectMode: false });
    throw refusalOf({ ...answer, json: await firstJson(answer.body) });
  } catch (error) {
    throw asProviderError(error);
  }
}

/** A refusal is short: what comes of it first is all of it, or not worth reading. */
async function firstJson(body: AsyncGenerator<Uint8Array, void>): Promise<unknown> {
  const { value } = await body.next();
  await body.return();
  return readJson(Buffer.from(value ?? []).toString());
}

/**
 * The page above says that the PDF comes in Base64, the one before it (github.com/idenfy/Documentation, `pages/IdentificationPDF.md`) in
 * bytes: the first byte tells which.
 */
async function* decoded(answer: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let isPlain: boolean | undefined;
  let rest = '';
  try {
    for await (const chunk of answer) {
      isPlain ??= chunk[0] === PERCENT;
      if (isPlain) {
        yield chunk;
        continue;
      }
      const digits = rest + digitsIn(chunk);
      const whole = digits.length - (digits.length % DIGITS_OF_A_GROUP);
      rest = digits.slice(whole);
      yield Buffer.from(digits.slice(0, whole), 'base64');
    }
    yield Buffer.from(rest, 'base64');
  } catch (error) {
    throw asProviderError(error);
  }
}

/** In lines or in quotes, as it may be. */
function digitsIn(chunk: Uint8Array): string {
  const digits = Buffer.from(chunk).toString('latin1').replaceAll(/["\s]/g, '');
  if (!/^[A-Za-z0-9+/]*=*$/.test(digits)) throw new ProviderError('odd-answer', { isFinal: true });
  return digits;
}

function asProviderError(error: unknown): unknown {
  if (!(error instanceof ServiceFailure)) return error;
  return new ProviderError(error.failure, { isFinal: error.failure === 'too-long' });
}
