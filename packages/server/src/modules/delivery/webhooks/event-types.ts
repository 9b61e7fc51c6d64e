/** The ten types (contract 6). */
export const EVENT_TYPES = [
  'compliance.status_changed',
  'compliance.decision_made',
  'kyc.vies_check_failed',
  'kyc.verification_completed',
  'export_file.generated',
  'prospect.submitted',
  'self_service_invitation.used',
  'self_service_invitation.expired',
  'webhook.endpoint_auto_paused',
  'webhook.delivery_failed_terminal',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** About endpoints themselves: they concern the organization, no seller. */
export const META_EVENT_TYPES = [
  'webhook.endpoint_auto_paused',
  'webhook.delivery_failed_terminal',
] as const satisfies EventType[];
export type MetaEventType = (typeof META_EVENT_TYPES)[number];

/** What an endpoint may subscribe to: a type, or all types of a segment (`kyc.*`). There is no `*` for everything. */
export const SUBSCRIPTIONS: readonly string[] = [
  ...EVENT_TYPES,
  ...new Set(EVENT_TYPES.map((type) => `${type.slice(0, type.indexOf('.'))}.*`)),
];
