/** As VIES names them: Greece is EL, Northern Ireland XI. */
const MEMBER_STATES = new Set(
  'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' '),
);
const PREFIX_LENGTH = 2;

/** A VAT number as VIES is asked for it. */
export interface ViesNumber {
  readonly memberState: string;
  /** Without its prefix. */
  readonly number: string;
}

/** Undefined where VIES knows no such member state. */
export function viesNumberOf(vatNumber: string): ViesNumber | undefined {
  const prefix = vatNumber.slice(0, PREFIX_LENGTH);
  const memberState = prefix === 'GR' ? 'EL' : prefix;
  return MEMBER_STATES.has(memberState) ? { memberState, number: vatNumber.slice(PREFIX_LENGTH) } : undefined;
}
