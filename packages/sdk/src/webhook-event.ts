/** What every event carries besides its type and data (contract 6). */
interface Envelope<Type extends string, Data> {
  /** `evt_...`; the same in every try and replay: keep it, and take an event that you know already for done. */
  readonly id: string;
  readonly type: Type;
  readonly schemaVersion: 1;
  readonly source: 'API' | 'WEB_APP' | 'SYSTEM';
  /** ISO 8601 in UTC: when it happened, not when it was sent. */
  readonly createdAt: string;
  readonly organizationUuid: string;
  /** The seller; absent where the event is about none. */
  readonly partnerUuid?: string;
  readonly data: Data;
}

type InvitationKind = 'KYC' | 'PROSPECT';
type Later = Readonly<Record<string, unknown>>;

export interface InvitationUsed {
  readonly kind: InvitationKind;
  readonly invitationUuid: string;
  readonly usedAt: string;
  /** KYC only. */
  readonly buyerUuid?: string;
  /** PROSPECT only. */
  readonly prospectUuid?: string;
}

export interface InvitationExpired {
  readonly kind: InvitationKind;
  readonly invitationUuid: string;
  readonly expiredAt: string;
  readonly buyerUuid?: string;
}

export interface ProspectSubmitted {
  readonly type: 'COMPANY' | 'CONSUMER';
  readonly prospectUuid: string;
  readonly invitationUuid: string;
  readonly submittedAt: string;
}

export interface ViesCheckFailed {
  readonly buyerUuid: string;
  readonly vatNumber: string;
  readonly previousResult: string;
  readonly currentResult: string;
  readonly checkedAt: string;
  readonly reason: string;
}

export interface VerificationCompleted {
  readonly buyerUuid: string;
  readonly outcome: 'VERIFIED' | 'REJECTED';
  readonly sessionId: string;
  readonly completedAt: string;
  readonly reason?: string;
}

export interface EndpointAutoPaused {
  readonly endpointId: string;
  readonly reason: 'CONSECUTIVE_FAILURES' | 'FAILING_TOO_LONG' | 'GONE';
  readonly consecutiveFailures: number;
  readonly failingSince: string;
  readonly pausedAt: string;
}

export interface DeliveryFailedTerminal {
  readonly endpointId: string;
  readonly deliveryId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly attempts: number;
  /** Of the last attempt; absent where no answer came. */
  readonly httpStatus?: number;
  readonly failedAt: string;
}

/**
 * One event, told apart by `type`. Types may be added, and members to any `data`: answer 2xx to what you do not know.
 * The data of test events is whatever the test was fired with.
 */
export type WebhookEvent =
  | Envelope<'self_service_invitation.used', InvitationUsed>
  | Envelope<'self_service_invitation.expired', InvitationExpired>
  | Envelope<'prospect.submitted', ProspectSubmitted>
  | Envelope<'kyc.vies_check_failed', ViesCheckFailed>
  | Envelope<'kyc.verification_completed', VerificationCompleted>
  | Envelope<'compliance.status_changed', Later>
  | Envelope<'compliance.decision_made', Later>
  | Envelope<'export_file.generated', Later>
  | Envelope<'webhook.endpoint_auto_paused', EndpointAutoPaused>
  | Envelope<'webhook.delivery_failed_terminal', DeliveryFailedTerminal>;
