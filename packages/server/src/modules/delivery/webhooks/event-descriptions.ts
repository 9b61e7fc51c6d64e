import type { EventType } from './event-types.ts';

/** What docs/events.md says of a type. */
export interface EventDescription {
  /** One sentence or two. */
  readonly when: string;
  /** False: its source is not built yet. */
  readonly fires: boolean;
  /** Members of `data` and what they mean. */
  readonly data: Readonly<Record<string, string>>;
}

const INSTANT = 'ISO 8601, UTC';
const KIND = '`KYC` or `PROSPECT`';
const LATER = { when: 'Comes with orders, which are not built yet.', fires: false, data: {} };

/** Contract 6, type by type. */
export const eventDescriptions: Readonly<Record<EventType, EventDescription>> = {
  'self_service_invitation.used': {
    when: 'A buyer has completed his submission on the link.',
    fires: true,
    data: {
      kind: KIND,
      invitationUuid: 'the invitation',
      buyerUuid: 'the buyer; KYC only',
      prospectUuid: 'the prospect; PROSPECT only',
      usedAt: INSTANT,
    },
  },
  'self_service_invitation.expired': {
    when: 'An invitation has reached its end unused; told once, within a minute. An expired invitation that is revived and expires again is told again. A revocation raises no event: you did it.',
    fires: true,
    data: { kind: KIND, invitationUuid: 'the invitation', buyerUuid: 'the buyer; KYC only', expiredAt: INSTANT },
  },
  'prospect.submitted': {
    when: 'Somebody has completed a submission on a PROSPECT link; `self_service_invitation.used` is told too.',
    fires: false,
    data: {
      type: '`COMPANY` or `CONSUMER`',
      prospectUuid: 'the prospect',
      invitationUuid: 'the link',
      submittedAt: INSTANT,
    },
  },
  'kyc.vies_check_failed': {
    when: "A check of the buyer's VAT number against VIES has turned out INVALID.",
    fires: false,
    data: {
      buyerUuid: 'the buyer',
      vatNumber: 'as checked',
      previousResult: '`VALID`, `INVALID`, `PENDING` or `UNKNOWN`',
      currentResult: 'the same words',
      checkedAt: INSTANT,
      reason: 'in words',
    },
  },
  'kyc.verification_completed': {
    when: 'An identity verification has ended.',
    fires: false,
    data: {
      buyerUuid: 'the buyer',
      outcome: '`VERIFIED` or `REJECTED`',
      sessionId: 'of the verification',
      completedAt: INSTANT,
      reason: 'in words; not always there',
    },
  },
  'compliance.status_changed': LATER,
  'compliance.decision_made': LATER,
  'export_file.generated': LATER,
  'webhook.endpoint_auto_paused': {
    when: 'One of your endpoints was paused, since it kept failing or answered 410. Told to your other active endpoints that subscribe to it.',
    fires: true,
    data: {
      endpointId: 'the endpoint, `wh_...`',
      reason: '`CONSECUTIVE_FAILURES`, `FAILING_TOO_LONG` or `GONE`',
      consecutiveFailures: 'how many',
      failingSince: INSTANT,
      pausedAt: INSTANT,
    },
  },
  'webhook.delivery_failed_terminal': {
    when: 'A delivery has used up its tries. Told to your active endpoints that subscribe to it; the failure of such an event itself raises none.',
    fires: true,
    data: {
      endpointId: 'the endpoint, `wh_...`',
      deliveryId: 'the delivery, `del_...`; it can be replayed',
      eventId: 'the event that did not arrive',
      eventType: 'its type',
      attempts: 'how many were made',
      httpStatus: 'of the last one; absent where no answer came',
      failedAt: INSTANT,
    },
  },
};
