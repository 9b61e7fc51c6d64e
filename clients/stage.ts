import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kycCalls } from '../packages/harness/src/kyc-calls.ts';
import { createPortalScene } from '../packages/harness/src/portal.ts';
import { sceneWithInvitation } from '../packages/harness/src/scene.ts';
import { startService } from '../packages/harness/src/service.ts';
import { startSuiteDatabase } from '../packages/harness/src/suite-database.ts';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';

/** A running server with one of everything, and what a client must know of it. */
export interface Stage {
  /** A fresh folder, with the server's own openapi.json in it. */
  readonly folder: string;
  readonly document: string;
  /** For the client's process. */
  readonly env: Readonly<Record<string, string>>;
  /** Lines of the log that tell of failures of the service itself. */
  failures(): readonly string[];
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-clients-'));
  const database = await startSuiteDatabase();
  process.env['TEST_CLUSTER_URL'] = database.url;
  const service = await startService({ LOG_LEVEL: 'info' });
  const scene = await sceneWithInvitation(service);
  const { org, token } = scene;
  const document = join(folder, 'openapi.json');
  writeFileSync(document, await (await fetch(`${service.url}/v1/openapi.json`)).text());
  const sample = join(folder, 'sample.pdf');
  writeFileSync(sample, makePdf());
  const webhook = { url: 'https://hooks.example/nt24', events: ['kyc.*'] };
  const post = async (path: string, body: object): Promise<string> =>
    ((await (await service.call('POST', path, { token, body })).json()) as { id: string }).id;
  const id = await post('/v1/webhooks', webhook);
  const deliveryId = await post(`/v1/webhooks/${id}/test`, { eventType: 'kyc.vies_check_failed', data: {} });
  const { uuid: documentUuid } = await kycCalls(service).uploaded(scene);
  const portal = createPortalScene(service, scene);
  const sent = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
  await (await portal.started(sent, ['COC_EXTRACT'])).send();
  const ids = {
    sellerId: org.sellerId,
    buyerId: scene.buyerId,
    invitationUuid: scene.invitation.uuid,
    documentUuid,
    id,
    deliveryId,
  };
  const env = {
    API_DOCUMENT: document,
    API_URL: service.url,
    API_TOKEN_URL: `${service.config.oidc.issuer}/protocol/openid-connect/token`,
    API_CLIENT_ID: org.clientId,
    API_CLIENT_SECRET: org.clientSecret,
    API_IDS: JSON.stringify(ids),
    API_SENT: JSON.stringify({ buyerId: sent.buyerId, invitationUuid: sent.invitation.uuid }),
    API_SAMPLE_FILE: sample,
  };
  return {
    folder,
    document,
    env,
    failures: () => service.logLines.filter((line) => line.includes('"internal-error"')),
    async close() {
      await service.close();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
