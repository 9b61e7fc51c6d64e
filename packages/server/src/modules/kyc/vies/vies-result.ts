/** Of a check that has ended. */
export const CHECK_RESULTS = ['VALID', 'INVALID', 'UNKNOWN'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

/** What a buyer's number is shown as (contract 5). */
export const VIES_RESULTS = ['VALID', 'INVALID', 'PENDING', 'UNKNOWN'] as const;
export type ViesResult = (typeof VIES_RESULTS)[number];

/** Who wished for it: an integrator, the clock (later, with orders), or that the number is new. */
export const CHECK_CAUSES = ['MANUAL', 'DAILY', 'FIRST'] as const;
export type CheckCause = (typeof CHECK_CAUSES)[number];

/** Why a check has ended without an answer, besides VIES's own words. */
export type OwnError =
  | 'NOT_CONFIGURED'
  | 'NOT_A_MEMBER_STATE'
  | 'NUMBER_CHANGED'
  | 'NO_ANSWER'
  | 'NO_CONNECTION'
  | 'ODD_ANSWER'
  | `HTTP_${number}`;

/** What VIES says of a company; absent where the member state hides it. */
export interface ViesCompany {
  readonly name?: string;
  readonly address?: string;
}
