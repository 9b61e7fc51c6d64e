import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { createKeyring } from '../../packages/server/src/platform/keyring.ts';
import { createPostOnce } from '../../packages/server/src/platform/outbound-http/post-once.ts';
import { eventually } from '../../packages/harness/src/eventually.ts';
import { startService, type TestService } from '../../packages/harness/src/service.ts';
import { openWorker, settingsOf } from '../../packages/harness/src/worker.ts';
import { startCanary } from './canary.ts';
import type { Figure } from '../figure.ts';
import { forbiddenAddresses } from './forbidden-addresses.ts';
import { addEvents, newSecret } from './stand.ts';

const MIN_SPELLINGS = 80;
/** So many endpoints an organization may have. */
const PER_ORGANIZATION = 20;
const LANES = 8;

/**
 * Addresses that lead inside, in every spelling. The API must refuse to register them; and where they stand in the table all the
 * same, as if they had become forbidden later, the worker must not connect.
 */
export async function measureSsrf(): Promise<Figure[]> {
  const canary = await startCanary();
  const urls = forbiddenAddresses(canary.port);
  const service = await startService({ WEBHOOK_ALLOW_LOOPBACK: 'off' });
  try {
    const registered = await countRegistered(service, urls);
    const attempts = await deliverTo(service, urls);
    const reached = canary.connections();
    // With the guard off the same client does get through: the canary was there to be reached.
    const post = createPostOnce({ allowLoopback: true, timeoutMs: 1_000 });
    await post({ url: `https://127.0.0.1:${canary.port}/hook`, headers: {}, body: Buffer.from('{}') });
    const counts = canary.connections() === reached + 1;
    return [
      {
        what: `${urls.length} forbidden addresses: registered`,
        found: `${registered} accepted`,
        goal: '0 accepted, all 422',
        met: registered === 0 && urls.length >= MIN_SPELLINGS,
      },
      {
        what: `the same, put into the table: ${attempts.made} attempts, ${attempts.refused} refused by the guard`,
        found: counts ? `${reached} connections` : 'the canary does not count',
        goal: '0 connections',
        met: counts && reached === 0 && attempts.made >= urls.length && attempts.refused === attempts.made,
      },
    ];
  } finally {
    await service.close();
    await canary.close();
  }
}

/** Every answer but a 422 that names `url` counts. */
async function countRegistered(service: TestService, urls: readonly string[]): Promise<number> {
  const org = await service.organization();
  const token = await org.token();
  const left = urls.values();
  let accepted = 0;
  async function register(): Promise<void> {
    for (const url of left) {
      const body = { url, events: ['kyc.*'] };
      const answer = await service.call('POST', '/v1/webhooks', { token, body });
      const { errors } = (await answer.json()) as { errors?: { field: string }[] };
      if (answer.status !== 422 || errors?.[0]?.field !== 'url') accepted += 1;
    }
  }
  await Promise.all(Array.from({ length: LANES }, register));
  return accepted;
}

async function deliverTo(service: TestService, urls: readonly string[]): Promise<{ made: number; refused: number }> {
  const { db } = service;
  for (let first = 0; first < urls.length; first += PER_ORGANIZATION) {
    const org = await service.organization();
    await plant(service, org.organizationId, urls.slice(first, first + PER_ORGANIZATION));
    await addEvents(db, org.sellerId, 1);
  }
  const worker = await openWorker({ ...settingsOf(service), webhooksToLoopback: 'off' });
  const attempts = async () => {
    const row = await db.readFirst<{ made: number; refused: number }>(sql`select count(*)::int as made,
      (count(*) filter (where failure = 'refused-address'))::int as refused from webhook_attempts`);
    return row ?? { made: 0, refused: 0 };
  };
  try {
    await eventually('every address has been tried', async () => (await attempts()).made >= urls.length).catch(
      () => undefined,
    );
    return await attempts();
  } finally {
    await worker.stop();
  }
}

async function plant({ db, config }: TestService, organizationId: string, urls: readonly string[]): Promise<void> {
  const keyring = createKeyring(config.masterKeys);
  for (const [n, url] of urls.entries()) {
    const id = `wh_${randomUUID().replaceAll('-', '')}`;
    const sealed = keyring.seal('webhook-secret', id, Buffer.from(newSecret()));
    await db.write(sql`insert into webhook_endpoints (id, organization_id, slot, url, events, sealed_secret)
      values (${id}, ${organizationId}::uuid, ${n + 1}, ${url}, ${['self_service_invitation.used']}::text[], ${sealed})`);
  }
}
