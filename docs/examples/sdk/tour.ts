import { createClient, ProblemError } from '@nt24/sdk';
import { fileFrom } from '@nt24/sdk/node';
import { operations } from '@nt24/sdk/operations';

/** Prints a line for each of its steps. Its settings are where the API is, who calls, and a PDF to send. */
const { API_URL, API_ISSUER, API_CLIENT_ID, API_CLIENT_SECRET, API_SAMPLE_FILE } = process.env as Record<
  string,
  string
>;

const client = createClient({
  baseUrl: API_URL ?? '',
  token: { issuer: API_ISSUER ?? '', clientId: API_CLIENT_ID ?? '', clientSecret: API_CLIENT_SECRET ?? '' },
  hooks: {
    onRetry: ({ operation, reason, delayMs }) => console.warn(`${operation} again in ${delayMs} ms: ${reason}`),
  },
});

const { authorizedPartners } = await client.me.get();
const sellerId = authorizedPartners[0]?.uuid ?? '';
console.log(`operations ${operations.length}`);

const buyer = await client.buyers.upsert({
  sellerId,
  kycMode: 'MARKETPLACE_LED',
  vatNumber: `PT${Date.now()}`,
  companyName: 'Garagem Central Lda',
  address: { street: 'Rua das Flores 12', postCode: '4050-262', city: 'Porto', country: 'PT' },
});
const ids = { sellerId, buyerId: buyer.uuid };

const recipients = ['office', 'boss', 'sales'].map((name) => `${name}@garagem-central.example`);
for (const recipientEmail of recipients) await client.invitations.create({ ...ids, recipientEmail });

const found: string[] = [];
for await (const { recipientEmail = '' } of client.invitations.list({ ...ids, size: 2 })) found.push(recipientEmail);
console.log(`invited ${found.toSorted().join(' ')}`);

const { data } = await client.invitations.list({ ...ids, recipientEmail: 'boss@garagem-central.example' });
const invitationUuid = data[0]?.uuid ?? '';
const revoked = await client.invitations.revoke({ ...ids, invitationUuid, reason: 'The deal was called off.' });
console.log(`revoked ${revoked.status}`);

try {
  await client.invitations.revoke({ ...ids, invitationUuid, reason: 'Twice.' });
} catch (error) {
  if (!(error instanceof ProblemError) || !error.is('invitation-not-active')) throw error;
  console.log(`refused ${error.status} ${error.slug} ${error.currentResource.revocationReason}`);
}

let sent = 0;
const document = await client.documents.upload(
  { ...ids, type: 'COC_EXTRACT', documentDate: '2026-10-28', file: await fileFrom(API_SAMPLE_FILE ?? '') },
  { onProgress: ({ sentBytes }) => (sent = sentBytes) },
);
const content = await client.documents.readContent({ ...ids, documentUuid: document.uuid, variant: 'original' });
const { byteLength } = await content.arrayBuffer();
console.log(`document ${document.type} ${sent === byteLength ? 'whole' : `${sent} sent, ${byteLength} received`}`);
