import Type, { type Static } from 'typebox';
import { parseJsonBody } from '../../../platform/http/json-body.ts';
import { bodyValidator } from '../../../platform/http/validation.ts';
import type { ViesNumber } from './member-state.ts';
import type { OwnError, ViesCompany } from './vies-result.ts';

/**
 * What came of a question. `answered`: the only one that says anything of the number. `again`: later, by nobody's fault here; it is the
 * member state that cannot answer, or the service. `ours`: no repetition helps. `blocked`: we are not to ask any more.
 */
export type ViesOutcome =
  | {
      readonly kind: 'answered';
      readonly result: 'VALID' | 'INVALID';
      readonly requestIdentifier?: string;
      readonly company: ViesCompany;
    }
  | { readonly kind: 'again'; readonly of: 'state' | 'service'; readonly error: string }
  | { readonly kind: 'ours'; readonly error: string }
  | { readonly kind: 'blocked'; readonly error: string };

const Failed = Type.Object({ errorWrappers: Type.Array(Type.Object({ error: Type.String() }), { minItems: 1 }) });
const Answered = Type.Object({
  actionSucceed: Type.Optional(Type.Literal(true)),
  countryCode: Type.String(),
  vatNumber: Type.String(),
  valid: Type.Boolean(),
  requestIdentifier: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Null()])),
  name: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  address: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
const wrongInFailed = bodyValidator(Failed);
const wrongInAnswered = bodyValidator(Answered);

const OK = 200;
const BAD_REQUEST = 400;
const MAX_TEXT = 500;
/** As the service writes codes. What does not look like one is not repeated anywhere. */
const CODE = /^[A-Z][A-Z0-9_-]{0,63}$/;
/** Where the member state hides what it knows. */
const HIDDEN = /^-*$/;

const OF_THE_STATE = new Set(['MS_UNAVAILABLE', 'TIMEOUT', 'MS_MAX_CONCURRENT_REQ', 'MS_MAX_CONCURRENT_REQ_TIME']);
const OURS = new Set(['INVALID_INPUT', 'INVALID_REQUESTER_INFO']);
const BLOCKED = new Set(['VAT_BLOCKED', 'IP_BLOCKED']);

/** Errors come with status 200 too, and with `valid: false` beside them: an answer counts where nothing speaks of an error. */
export function readAnswer(asked: ViesNumber, { status, body }: { status: number; body: Buffer }): ViesOutcome {
  const said = parsed(body);
  if (isFailed(said)) return failedWith(said.errorWrappers[0]?.error ?? '', status);
  if (status === BAD_REQUEST) return { kind: 'ours', error: httpError(status) };
  if (status !== OK) return { kind: 'again', of: 'service', error: httpError(status) };
  if (!isAnswered(said) || !isAbout(said, asked)) return oddAnswer();
  const { requestIdentifier } = said;
  return {
    kind: 'answered',
    result: said.valid ? 'VALID' : 'INVALID',
    ...(requestIdentifier && { requestIdentifier }),
    company: { ...shown('name', said.name), ...shown('address', said.address) },
  };
}

export function oddAnswer(): ViesOutcome {
  return { kind: 'again', of: 'service', error: 'ODD_ANSWER' satisfies OwnError };
}

function failedWith(said: string, status: number): ViesOutcome {
  const error = CODE.test(said) ? said : 'ODD_ANSWER';
  if (BLOCKED.has(error)) return { kind: 'blocked', error };
  if (OURS.has(error) || status === BAD_REQUEST) return { kind: 'ours', error };
  return { kind: 'again', of: OF_THE_STATE.has(error) ? 'state' : 'service', error };
}

function httpError(status: number): OwnError {
  return `HTTP_${status}`;
}

/** Undefined where it is no JSON, or JSON that two readers would understand differently. */
function parsed(body: Buffer): unknown {
  try {
    return parseJsonBody(body);
  } catch {
    return undefined;
  }
}

function isFailed(said: unknown): said is Static<typeof Failed> {
  return wrongInFailed(said).length === 0;
}

function isAnswered(said: unknown): said is Static<typeof Answered> {
  return wrongInAnswered(said).length === 0;
}

function isAbout({ countryCode, vatNumber }: Static<typeof Answered>, { memberState, number }: ViesNumber): boolean {
  const digits = vatNumber.replaceAll(/[\s.-]/g, '').toUpperCase();
  return countryCode.toUpperCase() === memberState && (digits === number || digits === memberState + number);
}

function shown(name: keyof ViesCompany, text: string | null | undefined): ViesCompany {
  const trimmed = (text ?? '').trim();
  return HIDDEN.test(trimmed) ? {} : { [name]: trimmed.slice(0, MAX_TEXT) };
}
