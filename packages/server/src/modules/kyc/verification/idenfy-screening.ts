import Type, { type Static } from 'typebox';
import type { ScreeningStatus } from './verification-status.ts';

/** One service's screening within the webhook of an identification: documentation.idenfy.com, "Webhooks" of the API reference, 2026-11-28. */
export const Screening = Type.Object({
  status: Type.Object({
    serviceSuspected: Type.Optional(Type.Unknown()),
    serviceUsed: Type.Optional(Type.Unknown()),
    checkSuccessful: Type.Optional(Type.Unknown()),
    overallStatus: Type.Optional(Type.Unknown()),
  }),
});
type Screening = Static<typeof Screening>;

/** iDenfy's webhook of AML monitoring, which it sends when a match is found or resolved later: same source. */
export const MonitoringBody = Type.Object({
  scanRefList: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 100 }),
  status: Type.Optional(Type.String({ maxLength: 40 })),
  /** Of monitoring before version 3; ACCEPTED is ACTIVE there. */
  alertStatus: Type.Optional(Type.Union([Type.Null(), Type.String({ maxLength: 40 })])),
  amlCheck: Type.Optional(
    Type.Object({ statusSetAt: Type.Optional(Type.Union([Type.Null(), Type.String({ maxLength: 40 })])) }),
  ),
});
export type MonitoringBody = Static<typeof MonitoringBody>;

/** CLEAR only where every service was asked, has answered and found nobody; one suspicion is enough for FLAGGED. */
export function clearOrFlagged(screenings: readonly Screening[]): ScreeningStatus {
  const results = screenings.map(({ status }) => status);
  if (results.some((one) => one.serviceSuspected === true || one.overallStatus === 'SUSPECTED')) return 'FLAGGED';
  const isClear = (one: Screening['status']): boolean =>
    one.overallStatus === 'NOT_SUSPECTED' && one.checkSuccessful === true && one.serviceUsed !== false;
  return results.length > 0 && results.every(isClear) ? 'CLEAR' : 'PENDING';
}

/** Undefined: monitoring has stopped, or says what is not known here, and what stood before stands. */
export function monitoredStatus({ status, alertStatus }: MonitoringBody): ScreeningStatus | undefined {
  const words = [status, alertStatus].filter((word) => typeof word === 'string');
  if (words.includes('ALERT')) return 'FLAGGED';
  if (words.includes('STOPPED') || words.includes('DECLINED')) return undefined;
  if (words.includes('PENDING')) return 'PENDING';
  return words.length > 0 && words.every((word) => word === 'ACTIVE' || word === 'ACCEPTED') ? 'CLEAR' : undefined;
}
