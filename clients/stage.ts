import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identification, startIdenfyServer } from '../packages/harness/src/idenfy-server.ts';
import { kycCalls } from '../packages/harness/src/kyc-calls.ts';
import { createPortalScene } from '../packages/harness/src/portal.ts';
import { COMPANY_DETAILS, sendOnLink } from '../packages/harness/src/published-link.ts';
import { addBuyer, publish, sceneWithInvitation } from '../packages/harness/src/scene.ts';
import { startService } from '../packages/harness/src/service.ts';
import { eventPuller } from '../packages/harness/src/event-puller.ts';
import { startSuiteDatabase } from '../packages/harness/src/suite-database.ts';
import { createWebhookScene } from '../packages/harness/src/webhook-scene.ts';
import { verificationCalls } from '../packages/harness/src/verification-calls.ts';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';

/** A running server with one of everything, and what a client must know of it. */
export interface Stage {
  /** A fresh folder, with the server's own openapi.json in it. */
  readonly folder: string;
  readonly document: string;
  /** For the client's process. `API_IDS_OF` has the ids of what one operation needs for itself. */
  readonly env: Readonly<Record<string, string>>;
  /** Lines of the log that tell of failures of the service itself. */
  failures(): readonly string[];
  close(): Promise<void>;
}

const webhook = { url: 'https://hooks.example/nt24', events: ['kyc.*'] };
const contact = { firstName: 'Ana', lastName: 'Lima', email: 'ana.lima@garagem.example' };

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-clients-'));
  const database = await startSuiteDatabase();
  process.env['TEST_CLUSTER_URL'] = database.url;
  const idenfy = await startIdenfyServer();
  const service = await startService({ LOG_LEVEL: 'info', ...idenfy.settings });
  const scene = await sceneWithInvitation(service);
  const { org, token } = scene;
  const document = join(folder, 'openapi.json');
  writeFileSync(document, await (await fetch(`${service.url}/v1/openapi.json`)).text());
  const sample = join(folder, 'sample.pdf');
  writeFileSync(sample, makePdf());
  const post = async (path: string, body: object): Promise<{ id: string; uuid: string }> =>
    (await (await service.call('POST', path, { token, body })).json()) as { id: string; uuid: string };
  const { id } = await post('/v1/webhooks', webhook);
  const { id: deliveryId } = await post(`/v1/webhooks/${id}/test`, { eventType: 'kyc.vies_check_failed', data: {} });
  const { uuid: contactUuid } = await post(`${scene.buyer}/contacts`, contact);
  const { uuid: documentUuid } = await kycCalls(service).uploaded(scene, { type: 'CONTACT_ID_CARD' });
  const portal = createPortalScene(service, scene);
  const sent = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
  await (await portal.started(sent, ['COC_EXTRACT'])).send();
  const verified = await addBuyer(service, org, token);
  const verification = verificationCalls(service);
  await verification.started(verified);
  await verification.told(identification(idenfy.scanRefs.at(-1) ?? '', { overall: 'APPROVED', final: true }));
  const { buyerId: erasedBuyerId } = await addBuyer(service, org, token);
  const { invitation: link } = await publish(service, {}, scene);
  const page = await publish(service, {}, scene);
  const sendAs = (vatNumber: string): Promise<string> => sendOnLink(service, page, { ...COMPANY_DETAILS, vatNumber });
  const prospectUuid = await sendAs('PT501442600');
  const [toConvert, toDecline, toErase] = [
    await sendAs('PT501442601'),
    await sendAs('PT501442602'),
    await sendAs('PT501442603'),
  ];
  const listed = await service.call('GET', `/v1/partners/${org.sellerId}/prospects/${prospectUuid}/documents`, {
    token,
  });
  const [paper] = ((await listed.json()) as { data: { uuid: string }[] }).data;
  await createWebhookScene(service).tell();
  const { data: events } = await eventPuller(service, { token }).page();
  const ids = {
    sellerId: org.sellerId,
    after: events[0]?.id,
    buyerId: scene.buyerId,
    invitationUuid: scene.invitation.uuid,
    contactUuid,
    documentUuid,
    prospectUuid,
    id,
    deliveryId,
  };
  const env = {
    API_DOCUMENT: document,
    API_URL: service.url,
    API_ISSUER: service.config.oidc.issuer,
    API_TOKEN_URL: `${service.config.oidc.issuer}/protocol/openid-connect/token`,
    API_CLIENT_ID: org.clientId,
    API_CLIENT_SECRET: org.clientSecret,
    API_IDS: JSON.stringify(ids),
    API_IDS_OF: JSON.stringify({
      getInvitationSubmission: { buyerId: sent.buyerId, invitationUuid: sent.invitation.uuid },
      getInvitationSubmissionOfPartner: { invitationUuid: sent.invitation.uuid },
      updateProspectLink: { invitationUuid: link.uuid },
      getInvitationQrCode: { invitationUuid: link.uuid },
      getInvitationPoster: { invitationUuid: link.uuid },
      readProspectDocumentContent: { documentUuid: paper?.uuid },
      convertProspect: { prospectUuid: toConvert },
      declineProspect: { prospectUuid: toDecline },
      eraseProspect: { prospectUuid: toErase },
      getKycProfile: { buyerId: verified.buyerId },
      eraseBuyer: { buyerId: erasedBuyerId },
    }),
    API_SAMPLE_FILE: sample,
  };
  return {
    folder,
    document,
    env,
    failures: () => service.logLines.filter((line) => line.includes('"internal-error"')),
    async close() {
      await service.close();
      await idenfy.close();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
