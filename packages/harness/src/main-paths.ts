import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { makePdf } from '../../server/src/modules/files/sample-files.ts';
import { eventually } from './eventually.ts';
import { kycCalls } from './kyc-calls.ts';
import { mailFactsOf } from './mail-facts.ts';
import { type BuyerScene, buyerBody, type InvitationScene, sceneWithBuyer } from './scene.ts';
import { deviceLinkOf } from './device-code.ts';
import type { TestService } from './service.ts';
import { createTusClient } from './tus-client.ts';
import { COMPLETE_TYPES, createVisitor, pathOfLink, tokenOfLink, type Visitor } from './visitor.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';
import type { WebhookView } from './webhook-calls.ts';

const PIECE_BYTES = 70_000;

/** What was planted on the way, by what it is. Nobody but its sender and its receiver may read it. */
export type Secrets = Record<string, string>;

export interface MainPaths {
  /** Ended by the buyer, who sent everything. */
  readonly used: InvitationScene;
  /** Ended by the integrator. */
  readonly revoked: InvitationScene;
  readonly secrets: Readonly<Secrets>;
}

/**
 * What the service is there for, once from end to end, while a worker is at work: an integrator's calls, the buyer's page with and without
 * script, mails, webhooks.
 */
export async function walkMainPaths(service: TestService, receiver: WebhookReceiver): Promise<MainPaths> {
  const secrets: Secrets = {};
  const scene = await sceneWithBuyer(service);
  Object.assign(secrets, { 'bearer token': scene.token, 'client secret': scene.org.clientSecret });
  await makeBuyer(service, scene, secrets);
  await makeWebhook(service, scene, { receiver, secrets });
  const [used, revoked] = [await inviteBuyer(service, scene, secrets), await inviteBuyer(service, scene, secrets)];
  await Promise.all([used, revoked].map((one) => mailFactsOf(service).isStatus(one, 'SENT')));
  await beTheBuyer(service, used, secrets);
  await send(service, revoked.path + '/revoke', { token: scene.token, body: { reason: plant(secrets, 'reason') } });
  assert.equal((await fetch(revoked.invitation.publicLinkUrl)).status, 410);
  const { uuid } = await kycCalls(service).uploaded(scene, { fileName: `${plant(secrets, 'name of a file')}.pdf` });
  const headers = { 'x-purpose': plant(secrets, 'purpose') };
  const content = await service.call('GET', `${scene.buyer}/kyc/documents/${uuid}/content`, { ...scene, headers });
  assert.equal(content.status, 200);
  await mailFactsOf(service).isStatus(used, 'SENT', 'SENT', 'SENT');
  await eventually('the webhooks of it', async () =>
    ['export_file.generated', 'self_service_invitation.used'].every((type) =>
      receiver.received.some(({ envelope }) => envelope.type === type),
    ),
  );
  return { used, revoked, secrets };
}

/** A word of its own, in the form that `shape` gives it. */
export function plant(secrets: Secrets, about: string, shape = (word: string): string => word): string {
  const word = `planted${randomUUID().replaceAll('-', '')}`;
  secrets[`${about} ${Object.keys(secrets).length}`] = word;
  return shape(word);
}

const asAddress = (word: string): string => `${word}@kyc.example`;

/** A write that must succeed, with a key of its own. */
async function send(
  service: TestService,
  path: string,
  { token, body, key }: { token: string; body: unknown; key?: string },
): Promise<unknown> {
  const answer = await service.call('POST', path, { token, body, ...(key !== undefined && { key }) });
  const text = await answer.text();
  assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function makeBuyer(service: TestService, { partner, token }: BuyerScene, secrets: Secrets): Promise<void> {
  const contact = {
    firstName: plant(secrets, 'first name'),
    lastName: plant(secrets, 'last name'),
    email: plant(secrets, 'address of a contact', asAddress),
  };
  const body = buyerBody({ companyName: plant(secrets, 'company'), contacts: [contact] });
  await send(service, `${partner}/buyers`, { token, body, key: plant(secrets, 'idempotency key') });
  const wrong = await service.call('POST', `${partner}/buyers`, { token, body: { ...body, country: 1 } });
  assert.equal(wrong.status, 422);
  const vatNumber = plant(secrets, 'query', (text) => text.slice(0, 20));
  assert.equal((await service.call('GET', `${partner}/buyers?vatNumber=${vatNumber}`, { token })).status, 200);
}

async function makeWebhook(
  service: TestService,
  { token }: BuyerScene,
  { receiver, secrets }: { receiver: WebhookReceiver; secrets: Secrets },
): Promise<void> {
  const url = receiver.urlOf(`/hook?token=${plant(secrets, 'query of an endpoint')}`);
  const body = { url, events: ['export_file.*', 'self_service_invitation.*'] };
  const hook = (await send(service, '/v1/webhooks', { token, body })) as WebhookView;
  secrets['webhook secret'] = hook.secret ?? '';
  const event = { eventType: 'export_file.generated', data: { word: plant(secrets, 'data of a test') } };
  await send(service, `/v1/webhooks/${hook.id}/test`, { token, body: event });
}

async function inviteBuyer(service: TestService, scene: BuyerScene, secrets: Secrets): Promise<InvitationScene> {
  const body = {
    locale: 'en',
    recipientEmail: plant(secrets, 'address of the buyer', asAddress),
    label: plant(secrets, 'label'),
    message: plant(secrets, 'message'),
  };
  const { token } = scene;
  const invitation = (await send(service, scene.invitations, { token, body })) as InvitationScene['invitation'];
  const path = `${scene.invitations}/${invitation.uuid}`;
  secrets[`link of ${body.recipientEmail}`] = tokenOfLink(invitation.publicLinkUrl);
  for (const read of [scene.invitations, path, `${path}/activity`])
    assert.equal((await service.call('GET', read, { token })).status, 200);
  return { ...scene, invitation, path };
}

async function beTheBuyer(service: TestService, { invitation }: InvitationScene, secrets: Secrets): Promise<void> {
  const visitor = createVisitor(service);
  // Each answer may bring another one.
  const keepCookie = (): void => void (secrets[`session ${visitor.cookie}`] = visitor.cookie?.split('=')[1] ?? '');
  const link = pathOfLink(invitation.publicLinkUrl);
  assert.equal((await visitor.get(link)).status, 200);
  await follow(visitor.post(`${link}/report`, { reason: 'OTHER', words: plant(secrets, 'words of a report') }));
  await follow(visitor.post(`${link}/start`));
  const remark = plant(secrets, 'remark');
  const city = plant(secrets, 'corrected city');
  await follow(visitor.post('/kyc/company', { remark, city }));
  keepCookie();
  const [first, ...others] = COMPLETE_TYPES;
  await sendInPieces(service, visitor, { fileName: `${plant(secrets, 'name of a file')}.pdf`, type: first ?? '' });
  for (const type of others) {
    keepCookie();
    await follow(visitor.upload({ type, fileName: `${plant(secrets, 'name of a file')}.pdf` }));
  }
  keepCookie();
  await joinByPhone(service, visitor, secrets);
  assert.equal((await visitor.get('/kyc/review')).status, 200);
  await follow(visitor.send());
  assert.equal((await visitor.get('/kyc/done')).status, 200);
}

async function joinByPhone(service: TestService, desktop: Visitor, secrets: Secrets): Promise<void> {
  const path = pathOfLink(await deviceLinkOf(desktop));
  secrets['device link'] = path.slice('/d/'.length);
  const phone = createVisitor(service);
  assert.equal((await phone.get(path)).status, 200);
  await follow(phone.post(path));
  secrets['session of the phone'] = phone.cookie?.split('=')[1] ?? '';
  assert.equal((await phone.get('/kyc/documents')).status, 200);
  assert.equal((await phone.get(`${path}x`)).status, 404);
}

async function sendInPieces(
  service: TestService,
  visitor: Visitor,
  wish: { fileName: string; type: string },
): Promise<void> {
  const bytes = new Uint8Array(makePdf(2 * PIECE_BYTES));
  const tus = createTusClient(visitor, service.url);
  const path = await tus.begin({ ...wish, byteSize: bytes.length });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES)
    assert.equal((await tus.patch(path, at, bytes.slice(at, at + PIECE_BYTES))).status, 204);
  assert.ok((await tus.finish(path)).ok);
}

async function follow(answer: Promise<Response>): Promise<void> {
  const { status, url } = await answer;
  assert.equal(status, 303, url);
}
