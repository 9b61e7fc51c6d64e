import assert from 'node:assert/strict';
import sql from 'sql-template-tag';
import type { VerificationSession } from '../../sdk/src/index.ts';
import { IDENFY_KEYS, signedBy } from './idenfy-server.ts';
import type { BuyerScene } from './scene.ts';
import type { TestService } from './service.ts';

export type SessionView = VerificationSession;

export interface VerificationCalls {
  start(scene: BuyerScene, key?: string): Promise<Response>;
  started(scene: BuyerScene): Promise<SessionView>;
  /** As the provider's callback, signed unless told otherwise. */
  tell(callback: object | string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  told(callback: object): Promise<void>;
  /** `verificationStatus`, `amlStatus` and `overallStatus` of GET kyc. */
  statusOf(scene: BuyerScene): Promise<readonly unknown[]>;
  /** Data of the events that the seller's webhooks would be told of it. */
  eventsOf(scene: BuyerScene): Promise<Record<string, unknown>[]>;
  /** Lines of the trail about a session: action, actor, details. */
  trailOf(sessionId: string): Promise<object[]>;
}

export function verificationCalls(service: TestService): VerificationCalls {
  const calls: VerificationCalls = {
    start: ({ buyer, token }, key) =>
      service.call('POST', `${buyer}/kyc/verify`, { token, ...(key !== undefined && { key }) }),
    async started(scene) {
      const response = await calls.start(scene);
      const text = await response.text();
      assert.equal(response.status, 200, text);
      return JSON.parse(text) as SessionView;
    },
    tell(callback, headers = {}) {
      const body = typeof callback === 'string' ? callback : JSON.stringify(callback);
      return fetch(`${service.url}/callbacks/idenfy`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'idenfy-signature': signedBy(IDENFY_KEYS.callbackKey, body),
          'idenfy-event-type': 'IDENTIFICATION',
          ...headers,
        },
      });
    },
    async told(callback) {
      const response = await calls.tell(callback);
      assert.equal(response.status, 200, await response.text());
    },
    async statusOf({ buyer, token }) {
      const response = await service.call('GET', `${buyer}/kyc`, { token });
      assert.equal(response.status, 200);
      const status = (await response.json()) as Record<string, unknown>;
      return [status['verificationStatus'], status['amlStatus'], status['overallStatus']];
    },
    async eventsOf({ org, buyerId }) {
      const rows = await service.db.read<{ data: Record<string, unknown> }>(sql`select data from events
        where seller_id = ${org.sellerId}::uuid and type = 'kyc.verification_completed' and data->>'buyerUuid' = ${buyerId} order by id`);
      return rows.map(({ data }) => data);
    },
    trailOf: (sessionId) =>
      service.db.read(sql`select action, actor_kind, actor_id, details from audit_events
        where subject_id = ${sessionId}::uuid order by id`),
  };
  return calls;
}
