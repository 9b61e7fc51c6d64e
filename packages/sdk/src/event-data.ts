// Made by `npm run generate` out of the events that the modules declare.

/**
 * The data of each event, by its type. Members may be added to any of them.
 */
export interface EventData {
  'kyc.vies_check_failed': ViesCheckFailed;
  'kyc.verification_completed': VerificationCompleted;
  'self_service_invitation.expired': InvitationExpired;
  'self_service_invitation.used': InvitationUsed;
  'prospect.submitted': ProspectSubmitted;
  'webhook.endpoint_auto_paused': EndpointAutoPaused;
  'webhook.delivery_failed_terminal': DeliveryFailedTerminal;
  'compliance.status_changed': ComplianceStatusChanged;
  'compliance.decision_made': ComplianceDecisionMade;
  'export_file.generated': ExportFileGenerated;
}
/**
 * A check of the buyer's VAT number against VIES has turned out INVALID, and what was known of the number before was not. Checks that come to the same again raise none.
 */
export interface ViesCheckFailed {
  /**
   * the buyer
   */
  buyerUuid: string;
  /**
   * as checked
   */
  vatNumber: string;
  /**
   * `VALID`, `INVALID`, `PENDING` or `UNKNOWN`
   */
  previousResult: 'VALID' | 'INVALID' | 'PENDING' | 'UNKNOWN';
  /**
   * the same words
   */
  currentResult: 'VALID' | 'INVALID' | 'PENDING' | 'UNKNOWN';
  /**
   * ISO 8601, UTC
   */
  checkedAt: string;
  /**
   * in words
   */
  reason: string;
}
/**
 * An identity verification has ended.
 */
export interface VerificationCompleted {
  /**
   * the buyer
   */
  buyerUuid: string;
  /**
   * `VERIFIED` or `REJECTED`
   */
  outcome: 'VERIFIED' | 'REJECTED';
  /**
   * of the verification
   */
  sessionId: string;
  /**
   * ISO 8601, UTC
   */
  completedAt: string;
  /**
   * in words; not always there
   */
  reason?: string;
}
/**
 * An invitation has reached its end unused; told once, within a minute. An expired invitation that is revived and expires again is told again. A revocation raises no event: you did it.
 */
export interface InvitationExpired {
  /**
   * `KYC` or `PROSPECT`
   */
  kind: 'KYC' | 'PROSPECT';
  /**
   * the invitation
   */
  invitationUuid: string;
  /**
   * the buyer; KYC only
   */
  buyerUuid?: string;
  /**
   * ISO 8601, UTC
   */
  expiredAt: string;
}
/**
 * A buyer has completed his submission on the link.
 */
export interface InvitationUsed {
  /**
   * `KYC` or `PROSPECT`
   */
  kind: 'KYC' | 'PROSPECT';
  /**
   * the invitation
   */
  invitationUuid: string;
  /**
   * the buyer; KYC only
   */
  buyerUuid?: string;
  /**
   * the prospect; PROSPECT only
   */
  prospectUuid?: string;
  /**
   * ISO 8601, UTC
   */
  usedAt: string;
  /**
   * the buyer corrected the company data, or wrote what is wrong with it: read the submission
   */
  companyDataRemark?: true;
  /**
   * of what was requested, the buyer says that he cannot supply something: read the submission
   */
  documentsNotSupplied?: true;
}
/**
 * Somebody has completed a submission on a PROSPECT link; `self_service_invitation.used` is told too.
 */
export interface ProspectSubmitted {
  /**
   * `COMPANY` or `CONSUMER`
   */
  type: 'COMPANY' | 'CONSUMER';
  /**
   * the prospect
   */
  prospectUuid: string;
  /**
   * the link
   */
  invitationUuid: string;
  /**
   * ISO 8601, UTC
   */
  submittedAt: string;
}
/**
 * One of your endpoints was paused, since it kept failing or answered 410. Told to your other active endpoints that subscribe to it, and to be pulled.
 */
export interface EndpointAutoPaused {
  /**
   * the endpoint, `wh_...`
   */
  endpointId: string;
  /**
   * `CONSECUTIVE_FAILURES`, `FAILING_TOO_LONG` or `GONE`
   */
  reason: 'CONSECUTIVE_FAILURES' | 'FAILING_TOO_LONG' | 'GONE';
  /**
   * how many
   */
  consecutiveFailures: number;
  /**
   * ISO 8601, UTC
   */
  failingSince: string;
  /**
   * ISO 8601, UTC
   */
  pausedAt: string;
}
/**
 * A delivery has used up its tries. Told to your active endpoints that subscribe to it, and to be pulled; the failure of such an event itself raises none.
 */
export interface DeliveryFailedTerminal {
  /**
   * the endpoint, `wh_...`
   */
  endpointId: string;
  /**
   * the delivery, `del_...`; it can be replayed
   */
  deliveryId: string;
  /**
   * the event that did not arrive
   */
  eventId: string;
  /**
   * its type
   */
  eventType: string;
  /**
   * how many were made
   */
  attempts: number;
  /**
   * of the last one; absent where no answer came
   */
  httpStatus?: number;
  /**
   * ISO 8601, UTC
   */
  failedAt: string;
}
/**
 * Comes with orders, which are not built yet.
 */
export interface ComplianceStatusChanged {
  [k: string]: unknown;
}
/**
 * Comes with orders, which are not built yet.
 */
export interface ComplianceDecisionMade {
  [k: string]: unknown;
}
/**
 * Comes with orders, which are not built yet.
 */
export interface ExportFileGenerated {
  [k: string]: unknown;
}
