import Type, { type Static } from 'typebox';
import { instantOf } from '../../../platform/clock.ts';
import { parseJsonBody } from '../../../platform/http/json-body.ts';
import { bodyValidator, refuseInvalid } from '../../../platform/http/validation.ts';
import type { IdentityWord, ProviderWord, ScreeningWord } from './provider.ts';
import { reasonOf } from './idenfy-reason.ts';
import { clearOrFlagged, MonitoringBody, monitoredStatus, Screening } from './idenfy-screening.ts';

/**
 * iDenfy's webhook of an identification, as far as it is read here: source documentation.idenfy.com, `kyc/webhooks`, "Webhooks" of the
 * API reference and `kyc/status-handling`, 2026-11-28. All else in it is the person's, and is passed over.
 */
const IdentificationBody = Type.Object({
  scanRef: Type.String({ minLength: 1, maxLength: 100 }),
  /** False: a person still reviews, and another callback comes. */
  final: Type.Boolean(),
  status: Type.Object({ overall: Type.String({ maxLength: 40 }) }),
  AML: Type.Optional(Type.Union([Type.Null(), Type.Array(Screening, { maxItems: 100 })])),
});
type IdentificationBody = Static<typeof IdentificationBody>;

const checkIdentification = bodyValidator(IdentificationBody);
const checkMonitoring = bodyValidator(MonitoringBody);

/** Undefined: it says nothing that changes a session. @throws ProblemError for what iDenfy does not send */
export function readIdenfyCallback(bytes: Buffer): ProviderWord | undefined {
  const body = parseJsonBody(bytes);
  if (isAboutMonitoring(body)) {
    refuseInvalid(checkMonitoring(body));
    return screeningWord(asChecked<MonitoringBody>(body));
  }
  refuseInvalid(checkIdentification(body));
  return identityWord(asChecked<IdentificationBody>(body));
}

/** Safe behind the check by its schema. */
function asChecked<Checked>(body: unknown): Checked {
  return body as Checked;
}

/** The header with the event's name is not signed; the list of sessions is. */
function isAboutMonitoring(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'scanRefList' in body && !('scanRef' in body);
}

function identityWord(body: IdentificationBody): IdentityWord | undefined {
  const state = stateOf(body);
  if (state === undefined) return undefined;
  const reason = state === 'REJECTED' ? reasonOf(body.status) : undefined;
  const word = { about: 'identity', scanRef: body.scanRef, state, aml: clearOrFlagged(body.AML ?? []) } as const;
  return reason === undefined ? word : { ...word, reason };
}

/** A final SUSPECTED is no approval: nobody vouches for the person (decision 0050). */
function stateOf({ final, status: { overall } }: IdentificationBody): IdentityWord['state'] | undefined {
  if (overall === 'EXPIRED') return 'EXPIRED';
  if (overall === 'REVIEWING') return 'REVIEW';
  if (overall !== 'APPROVED' && overall !== 'DENIED' && overall !== 'SUSPECTED') return undefined;
  if (!final) return 'REVIEW';
  return overall === 'APPROVED' ? 'VERIFIED' : 'REJECTED';
}

function screeningWord(body: MonitoringBody): ScreeningWord | undefined {
  const aml = monitoredStatus(body);
  if (aml === undefined) return undefined;
  const setAt = instantOf(body.amlCheck?.statusSetAt ?? '');
  const word = { about: 'screening', scanRefs: body.scanRefList, aml } as const;
  return Number.isNaN(setAt.getTime()) ? word : { ...word, setAt };
}
