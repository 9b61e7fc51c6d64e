/** What a caller does with the client that @hey-api/openapi-ts makes, put beside it before it is compiled. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { client } from './generated/client.gen.ts';
import {
  createInvitation,
  listInvitationsOfPartner,
  listProspects,
  revokeInvitation,
  uploadDocument,
} from './generated/sdk.gen.ts';

const { API_URL, API_TOKEN_URL, API_CLIENT_ID, API_CLIENT_SECRET, API_IDS, API_SAMPLE_FILE } = process.env as Record<
  string,
  string
>;
const { sellerId, buyerId } = JSON.parse(API_IDS ?? '') as { sellerId: string; buyerId: string };

const form = {
  grant_type: 'client_credentials',
  client_id: API_CLIENT_ID ?? '',
  client_secret: API_CLIENT_SECRET ?? '',
};
const granted = await fetch(API_TOKEN_URL ?? '', { method: 'POST', body: new URLSearchParams(form) });
const { access_token: token } = (await granted.json()) as { access_token: string };
client.setConfig({ baseUrl: API_URL ?? '', auth: () => token });

const key = (): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': crypto.randomUUID() });
const path = { sellerId, buyerId };
const recipientEmail = `hey-api-${crypto.randomUUID()}@garagem.example`;

const { data: invitation } = await createInvitation({
  path,
  headers: key(),
  body: { recipientEmail },
  throwOnError: true,
});
assert.equal(invitation.status, 'ACTIVE');

const createdAfter = new Date(Date.parse(invitation.createdAt) - 1_000).toISOString();
const query = { createdAfter, recipientEmail };
const { data: page } = await listInvitationsOfPartner({ path: { sellerId }, query, throwOnError: true });
assert.deepEqual(
  page.data.map(({ uuid }) => uuid),
  [invitation.uuid],
);
const { data: later } = await listInvitationsOfPartner({
  path: { sellerId },
  query: { createdAfter: invitation.createdAt, recipientEmail },
  throwOnError: true,
});
assert.deepEqual(later.data, []);
await listProspects({ path: { sellerId }, query: { createdAfter }, throwOnError: true });

const revoke = { path: { ...path, invitationUuid: invitation.uuid }, body: { reason: 'Called off.' } };
const { data: revoked } = await revokeInvitation({ ...revoke, headers: key(), throwOnError: true });
assert.equal(revoked.revocationReason, 'Called off.');
const { error } = await revokeInvitation({ ...revoke, headers: key() });
assert.equal(error?.status, 409);

const file = new File([readFileSync(API_SAMPLE_FILE ?? '')], 'extract.pdf');
const { data: document } = await uploadDocument({
  path,
  headers: key(),
  body: { type: 'COC_EXTRACT', documentDate: '2026-10-28', file },
  throwOnError: true,
});
assert.equal(document.files[0]?.fileName, 'extract.pdf');
console.log('invited, listed, revoked, uploaded');
