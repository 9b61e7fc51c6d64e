import type { Clock } from '../../platform/clock.ts';

export interface ViesQuestion {
  readonly countryCode?: string;
  readonly vatNumber?: string;
  readonly requesterNumber?: string;
}

/** The test numbers of VIES's own test service. */
const ERRORS: Readonly<Record<string, string>> = {
  201: 'INVALID_INPUT',
  202: 'INVALID_REQUESTER_INFO',
  300: 'SERVICE_UNAVAILABLE',
  301: 'MS_UNAVAILABLE',
  302: 'TIMEOUT',
  400: 'VAT_BLOCKED',
  401: 'IP_BLOCKED',
  500: 'GLOBAL_MAX_CONCURRENT_REQ',
  501: 'GLOBAL_MAX_CONCURRENT_REQ_TIME',
  600: 'MS_MAX_CONCURRENT_REQ',
  601: 'MS_MAX_CONCURRENT_REQ_TIME',
};
const INVALID = '200';

/**
 * What VIES would answer, by the number alone: the test numbers as its own test service has them, leading zeros aside; any other one is
 * valid. Errors come with status 200, as they do there.
 */
export function answerAsVies({ countryCode, vatNumber, requesterNumber }: ViesQuestion, clock: Clock): object {
  if (!countryCode || !vatNumber) return failure('INVALID_INPUT');
  const number = vatNumber.replace(/^0+/, '');
  const error = Object.hasOwn(ERRORS, number) ? ERRORS[number] : undefined;
  if (error !== undefined) return failure(error);
  const isValid = number !== INVALID;
  return {
    countryCode,
    vatNumber,
    requestDate: clock.now().toISOString(),
    valid: isValid,
    requestIdentifier: requesterNumber === undefined ? '' : `STAND-IN-${clock.now().getTime().toString(36)}`,
    name: isValid ? 'Stand-in of the demo: nobody was asked' : '---',
    address: '---',
    traderNameMatch: 'NOT_PROCESSED',
    traderStreetMatch: 'NOT_PROCESSED',
    traderPostalCodeMatch: 'NOT_PROCESSED',
    traderCityMatch: 'NOT_PROCESSED',
    traderCompanyTypeMatch: 'NOT_PROCESSED',
  };
}

function failure(error: string): object {
  return { actionSucceed: false, errorWrappers: [{ error }] };
}
