import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, ProblemError } from '@nt24/sdk';
import { nodeReceiver, type WebhookEvent } from '@nt24/sdk/webhooks';

const { API_URL = '', TOKEN_URL = '', CLIENT_ID = '', CLIENT_SECRET = '' } = process.env;
const client = createClient({
  baseUrl: API_URL,
  token: { tokenUrl: TOKEN_URL, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
});

const { authorizedPartners } = await client.me.get();
const sellerId = authorizedPartners[0]?.uuid ?? '';
console.log(`acting for ${authorizedPartners[0]?.name}`);

// A receiver of webhooks, and an endpoint that leads to it. You choose the secret or the service makes one; keep it in your vault.
const secret = `whsec_${crypto.randomUUID()}`;
let tell: (event: WebhookEvent) => void;
const arrived = new Promise<WebhookEvent>((resolve) => (tell = resolve));
const receiver = createServer(nodeReceiver({ secret, take: async (event) => tell(event) })).listen(0, '127.0.0.1');
await once(receiver, 'listening');
const { port } = receiver.address() as AddressInfo;
const url = `http://127.0.0.1:${port}/nt24`;
const endpoint = await client.webhooks.create({ url, events: ['self_service_invitation.used'], secret });

// The buyer, found again by his VAT number if he is there already, and an invitation for him.
const buyer = await client.buyers.upsert({
  sellerId,
  kycMode: 'MARKETPLACE_LED',
  vatNumber: 'PT501964843',
  companyName: 'Garagem Central Lda',
  address: { street: 'Rua das Flores 12', postCode: '4050-262', city: 'Porto', country: 'PT' },
});
const ids = { sellerId, buyerId: buyer.uuid };
const invitation = await client.invitations.create({ ...ids, recipientEmail: 'office@garagem-central.example' });
console.log(`invited ${invitation.recipientEmail}: ${invitation.status}`);

// The sandbox is a buyer who opens the link and sends what was asked for; in production, people do that.
await fetch(`${API_URL}/sandbox/invitations/${invitation.uuid}/complete`, { method: 'POST' });
const event = await arrived;
console.log(`webhook ${event.type}`);

const { data: documents } = await client.documents.list(ids);
console.log(`${documents.length > 0 ? 'documents are there' : 'no documents'}`);

// Somebody else is invited, and the deal is called off. The second call comes too late, and is told how things stand.
const second = await client.invitations.create({ ...ids, recipientEmail: 'boss@garagem-central.example' });
const revoke = { ...ids, invitationUuid: second.uuid, reason: 'The deal was called off.' };
console.log(`revoked: ${(await client.invitations.revoke(revoke)).status}`);
try {
  await client.invitations.revoke(revoke);
} catch (error) {
  if (!(error instanceof ProblemError) || !error.is('invitation-not-active')) throw error;
  console.log(`refused: ${error.slug}, ${error.currentResource.revocationReason}`);
}

await client.webhooks.delete({ id: endpoint.id });
receiver.close();
