import assert from 'node:assert/strict';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { identification, type IdenfyServer } from '../../../../../harness/src/idenfy-server.ts';
import { type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { createPortalScene, expectRedirect } from '../../../../../harness/src/portal.ts';
import {
  type BuyerScene,
  buyerBody,
  type InvitationScene,
  sceneWithBuyer,
  unique,
} from '../../../../../harness/src/scene.ts';
import type { TestService } from '../../../../../harness/src/service.ts';
import { createTusClient } from '../../../../../harness/src/tus-client.ts';
import { verificationCalls } from '../../../../../harness/src/verification-calls.ts';
import { invalidAnswer, validAnswer } from '../../../../../harness/src/vies-answers.ts';
import { PDF, pathOfLink, type Visitor } from '../../../../../harness/src/visitor.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';
import { publishEvents } from '../../delivery/webhooks/publish-events.ts';
import { makePdf } from '../../files/sample-files.ts';
import { checkVatNumber } from '../../kyc/vies/vies.test-support.ts';
import { sign } from '../declarations/declarations.test-support.ts';

/** None of them is part of another. */
const word = (name: string): string => `planted-${name}-word`;
const mailAddress = (name: string): string => `${word(name)}@garagem.example`;
/** A PDF with a word in its bytes. */
const paperOf = (name: string): Buffer => Buffer.concat([makePdf(), Buffer.from(`\n% ${word(name)}\n%%EOF\n`)]);

/** Of texts that only the code of a country or a list may have a form of its own. */
const VERIFICATION_CODE = 'PLANTED_VERIFICATION_WORD';
const CORRECTED_NUMBER = 'PTPLANTEDNUMBER';

/** A word that was planted, and where it can be found: in the open, or sealed, for whoever may have it opened. */
export interface Plant {
  readonly word: string;
  readonly isSealed: boolean;
  /** False: it is nothing that is kept of the buyer. */
  readonly isExported: boolean;
}

/** Goes to the operator by mail alone. */
const REPORTED = 'report';

const OPEN = [
  'company street code city',
  'recipient label message button open-recipient revoked-recipient revocation',
  'remark name-fix street-fix zip-fix city-fix draft-remark draft-city-fix',
  'file draft-file part-file vat-file bank-file rejection withdrawal',
  REPORTED,
].flatMap((names) => names.split(' '));
const SEALED = [
  'first-name last-name contact phone other-first other-last other-contact other-phone',
  'reason draft-reason content draft-content vat-content vies-name vies-address',
  'signer role owner other-owner funds signature place draft-signer draft-owner',
].flatMap((names) => names.split(' '));

export interface PlantedBuyer {
  readonly scene: BuyerScene;
  readonly plants: readonly Plant[];
  readonly sent: InvitationScene;
  readonly open: InvitationScene;
  readonly revoked: InvitationScene;
  /** Of the open one. */
  readonly visitor: Visitor;
}

/** A buyer with a word in every place where one of a person, or of the company, can stand; all by the front door. */
export async function plantBuyer(service: TestService, idenfy: IdenfyServer): Promise<PlantedBuyer> {
  const vatNumber = `PTPLANTED${unique().slice(0, 5).toUpperCase()}`;
  const scene = await buyerOf(service, vatNumber);
  const invited = await plantInvitations(service, scene);
  await plantDocuments(service, scene);
  await plantChecks(service, scene, idenfy);
  const others = [vatNumber, CORRECTED_NUMBER, VERIFICATION_CODE];
  return {
    scene,
    ...invited,
    plants: [
      ...[...OPEN.map(word), ...others].map((planted) => plantOf(planted, false)),
      ...SEALED.map(word).map((planted) => plantOf(planted, true)),
    ],
  };
}

function plantOf(planted: string, isSealed: boolean): Plant {
  return { word: planted, isSealed, isExported: planted !== word(REPORTED) };
}

async function buyerOf(service: TestService, vatNumber: string): Promise<BuyerScene> {
  const scene = await sceneWithBuyer(service);
  const { token } = scene;
  const address = { street: word('street'), postCode: word('code'), city: word('city'), country: 'PT' };
  const contact = {
    firstName: word('first-name'),
    lastName: word('last-name'),
    email: mailAddress('contact'),
    phone: word('phone'),
  };
  const body = buyerBody({ vatNumber, companyName: word('company'), address, contacts: [contact] });
  const made = await service.call('POST', `${scene.partner}/buyers`, { token, body });
  assert.equal(made.status, 201, await made.clone().text());
  const { uuid: buyerId } = (await made.json()) as { uuid: string };
  const buyer = `${scene.partner}/buyers/${buyerId}`;
  const other = {
    firstName: word('other-first'),
    lastName: word('other-last'),
    email: mailAddress('other-contact'),
    phone: word('other-phone'),
  };
  assert.equal((await service.call('POST', `${buyer}/contacts`, { token, body: other })).status, 201);
  return { ...scene, buyerId, buyer, invitations: `${buyer}/kyc/self-service-invitations` };
}

async function plantInvitations(service: TestService, scene: BuyerScene) {
  const portal = createPortalScene(service, scene);
  const asked = { requestedDocuments: ['COC_EXTRACT', 'BANK_STATEMENT', 'AML_DECLARATION'] };
  const words = { label: word('label'), message: word('message'), redirectUrl: `https://${word('button')}.example/` };
  const sent = await portal.invited({ ...asked, ...words, recipientEmail: mailAddress('recipient') });
  const open = await portal.invited({ ...asked, recipientEmail: mailAddress('open-recipient') });
  const revoked = await portal.invited({ recipientEmail: mailAddress('revoked-recipient') });
  const reason = { token: scene.token, body: { reason: word('revocation') } };
  assert.equal((await service.call('POST', `${revoked.path}/revoke`, reason)).status, 200);
  await plantSubmission(await portal.started(sent));
  const visitor = await portal.started(open);
  await plantDraft(service, visitor);
  await report(visitor, open);
  await mailed(service);
  return { sent, open, revoked, visitor };
}

/** Those that are wanted are files now. */
async function mailed(service: TestService): Promise<void> {
  const worker = await openWorker(settingsOf(service));
  await eventually('the mails', async () => {
    const waiting = await service.db.read(sql`select from mails where status in ('QUEUED', 'SENDING')`);
    return waiting.length === 0;
  }).finally(() => worker.stop());
}

async function plantSubmission(sender: Visitor): Promise<void> {
  await sender.post('/kyc/company', {
    remark: word('remark'),
    companyName: word('name-fix'),
    vatNumber: CORRECTED_NUMBER,
    street: word('street-fix'),
    postCode: word('zip-fix'),
    city: word('city-fix'),
  });
  const bytes = new Uint8Array(paperOf('content'));
  expectRedirect(await sender.upload({ fileName: `${word('file')}.pdf`, bytes }), '/kyc/documents');
  await sender.post('/kyc/documents/not-supplied/BANK_STATEMENT', { reason: word('reason') });
  await sign(sender, {
    signerName: word('signer'),
    signerRole: word('role'),
    'person1-name': word('owner'),
    'person2-name': word('other-owner'),
    fundsWords: word('funds'),
    signature: word('signature'),
    place: word('place'),
  });
  expectRedirect(await sender.send(), '/kyc/done');
}

async function plantDraft(service: TestService, visitor: Visitor): Promise<void> {
  await visitor.post('/kyc/company', { remark: word('draft-remark'), city: word('draft-city-fix') });
  const bytes = new Uint8Array(paperOf('draft-content'));
  expectRedirect(await visitor.upload({ fileName: `${word('draft-file')}.pdf`, bytes }), '/kyc/documents');
  await visitor.post('/kyc/documents/not-supplied/BANK_STATEMENT', { reason: word('draft-reason') });
  await sign(visitor, { signerName: word('draft-signer'), 'person1-name': word('draft-owner') });
  const tus = createTusClient(visitor, service.url);
  const piece = Buffer.concat([PDF, Buffer.alloc(64 * 1024)]);
  const upload = await tus.begin({ byteSize: 2 * piece.length, fileName: `${word('part-file')}.pdf` });
  assert.equal((await tus.patch(upload, 0, piece)).status, 204);
}

async function plantDocuments(service: TestService, scene: BuyerScene): Promise<void> {
  const kyc: KycCalls = kycCalls(service);
  const ended = async (type: string, name: string, verb: string, reason: string): Promise<void> => {
    const file = type === 'VAT_CERTIFICATE' ? paperOf('vat-content') : makePdf();
    const { uuid } = await kyc.uploaded(scene, { type, file, fileName: `${word(name)}.pdf` });
    const body = { reason: word(reason) };
    const answer = await service.call('POST', `${scene.buyer}/kyc/documents/${uuid}/${verb}`, {
      token: scene.token,
      body,
    });
    assert.equal(answer.status, 200);
  };
  await ended('VAT_CERTIFICATE', 'vat-file', 'reject', 'rejection');
  await ended('BANK_STATEMENT', 'bank-file', 'withdraw', 'withdrawal');
}

/** And what webhooks tell of them. */
async function plantChecks(service: TestService, scene: BuyerScene, idenfy: IdenfyServer): Promise<void> {
  const made = await service.call('POST', '/v1/webhooks', {
    token: scene.token,
    body: { url: 'https://hooks.example/in', events: ['kyc.*'] },
  });
  assert.equal(made.status, 201, await made.clone().text());
  await checkVatNumber(service, scene, (asked) => ({
    body: { ...(validAnswer(asked).body as object), name: word('vies-name'), address: word('vies-address') },
  }));
  await checkVatNumber(service, scene, invalidAnswer);
  const verification = verificationCalls(service);
  await verification.started(scene);
  const scanRef = idenfy.scanRefs.at(-1) ?? '';
  const status = { denyReasons: [VERIFICATION_CODE] };
  await verification.told(identification(scanRef, { overall: 'DENIED', status }));
  while ((await publishEvents(service.db, 100)) > 0);
}

async function report(visitor: Visitor, { invitation }: InvitationScene): Promise<void> {
  const page = `${pathOfLink(invitation.publicLinkUrl)}/report`;
  const form = { reason: 'OTHER', words: word(REPORTED), lang: 'en' };
  expectRedirect(await visitor.post(page, form), `${page}?lang=en`);
}
