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

/** What VIES may be made to say of a number: a result, or one of its own errors. */
export const VIES_WORDS: readonly string[] = ['VALID', 'INVALID', ...new Set(Object.values(ERRORS))];

/**
 * What VIES would answer, by the number alone: the test numbers as its own test service has them, leading zeros aside; any other one is
 * valid. Errors come with status 200, as they do there.
 * @param said what it was made to say of this number, of {@link VIES_WORDS}
 */
export function answerAsVies(
  { countryCode, vatNumber, requesterNumber }: ViesQuestion,
  clock: Clock,
  said?: string,
): object {
  if (!countryCode || !vatNumber) return failure('INVALID_INPUT');
  const number = vatNumber.replace(/^0+/, '');
  const word = said ?? wordOf(number);
  const isValid = word === 'VALID';
  if (!isValid && word !== 'INVALID') return failure(word);
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

function wordOf(number: string): string {
  const error = Object.hasOwn(ERRORS, number) ? ERRORS[number] : undefined;
  return error ?? (number === INVALID ? 'INVALID' : 'VALID');
}

function failure(error: string): object {
  return { actionSucceed: false, errorWrappers: [{ error }] };
}
