import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { publishEvents } from '../packages/server/src/modules/delivery/webhooks/publish-events.ts';
import * as admin from '../packages/server/src/modules/parties/organizations/admin.ts';
import { clockWorkOf, doClockWork } from '../packages/harness/src/clock-work.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { mailFactsOf } from '../packages/harness/src/mail-facts.ts';
import { createPortalScene, expectPage, expectRedirect, SESSION_PAGES } from '../packages/harness/src/portal.ts';
import { type BuyerScene, type InvitationScene, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { pathOfLink, type Visitor } from '../packages/harness/src/visitor.ts';
import { startWebhookReceiver } from '../packages/harness/src/webhook-receiver.ts';
import { createWebhookScene } from '../packages/harness/src/webhook-scene.ts';
import { openWorker, settingsOf } from '../packages/harness/src/worker.ts';

const TYPES = ['COC_EXTRACT'];

interface Stop {
  stop(service: TestService, buyer: BuyerScene): Promise<void>;
  undo(service: TestService, buyer: BuyerScene): Promise<void>;
}

const STOPS: Readonly<Record<string, Stop>> = {
  'a disabled organization': {
    stop: ({ db }, { org }) => admin.setOrganizationDisabled(db, org.slug, true),
    undo: ({ db }, { org }) => admin.setOrganizationDisabled(db, org.slug, false),
  },
  'a withdrawn grant': {
    stop: ({ db }, { org }) => admin.removeGrant(db, org.slug, org.sellerId),
    undo: ({ db }, { org }) => admin.addGrant(db, org.slug, org.sellerId),
  },
  'a withdrawn agreement on data processing': {
    stop: ({ db }, { org }) => admin.withdrawDpa(db, org.slug),
    undo: ({ db, config }, { org }) => admin.acceptDpa(db, org.slug, config.dpaVersion),
  },
};

for (const [what, { stop, undo }] of Object.entries(STOPS)) {
  describe(`${what} stops what it set going`, () => {
    let service: TestService;
    let buyer: BuyerScene;
    let invited: InvitationScene;
    let visitor: Visitor;

    before(async () => {
      service = await startService();
      buyer = await sceneWithBuyer(service);
      const scenes = createPortalScene(service, buyer);
      invited = await scenes.invited({ requestedDocuments: TYPES });
      visitor = await scenes.started(invited, TYPES);
      await stop(service, buyer);
    });
    after(() => service.close());

    const statusOf = async (): Promise<string | undefined> => {
      const row = await service.db.readFirst<{ status: string }>(
        sql`select status from invitations where id = ${invited.invitation.uuid}::uuid`,
      );
      return row?.status;
    };
    const draftFiles = (): Promise<unknown[]> =>
      service.db.read(sql`select id from kyc_files where invitation_id = ${invited.invitation.uuid}::uuid`);

    it('the link, the pages behind it, uploads and the sending, and keeps nothing of them', async () => {
      const answers = [
        await visitor.get(pathOfLink(invited.invitation.publicLinkUrl)),
        await visitor.post(`${pathOfLink(invited.invitation.publicLinkUrl)}/start`),
        await visitor.get('/kyc/documents'),
        await visitor.upload({ type: 'COC_EXTRACT' }),
        await visitor.send(),
      ];
      for (const answer of answers) await expectPage(answer, 409, 'errorPage.blocked.title');
      assert.equal((await draftFiles()).length, 1);
      assert.equal(await statusOf(), 'ACTIVE');
    });

    it('mails that wait', async (t) => {
      const worker = await openWorker(settingsOf(service));
      t.after(() => worker.stop());
      await mailFactsOf(service).isStatus(invited, 'CANCELLED');
    });

    it('until it is undone', async () => {
      await undo(service, buyer);
      assert.equal((await visitor.get('/kyc/documents')).status, 200);
      expectRedirect(await visitor.send(), '/kyc/done');
      assert.equal(await statusOf(), 'USED');
    });

    it('the receipt of what was sent, which comes back when it is undone', async () => {
      await expectPage(await visitor.get('/kyc/done'), 200, 'receipt.title');
      await stop(service, buyer);
      for (const path of SESSION_PAGES) await expectPage(await visitor.get(path), 409, 'errorPage.blocked.title');
      const pdf = await visitor.get('/kyc/receipt.pdf');
      const page = await expectPage(pdf, 409, 'errorPage.blocked.title');
      assert.doesNotMatch(page, /extract\.pdf/);
      await undo(service, buyer);
      await expectPage(await visitor.get('/kyc/done'), 200, 'receipt.title');
    });
  });
}

describe('webhooks of an organization that may not act', () => {
  for (const what of Object.keys(STOPS)) {
    it(`rest for ${what}, and go on when it is undone`, async (t) => {
      const service = await startService();
      t.after(() => service.close());
      const receiver = await startWebhookReceiver();
      t.after(() => receiver.close());
      const buyer = await sceneWithBuyer(service);
      const { organizationId, sellerId } = buyer.org;
      const scene = createWebhookScene(service);
      const endpoint = await scene.endpoint({ organizationId, url: receiver.urlOf('/in') });
      receiver.answer = (_webhook, response) => void response.writeHead(500).end();
      await scene.events(sellerId, 1);
      const worker = await openWorker(settingsOf(service));
      t.after(() => worker.stop());
      await eventually('a failed attempt', async () => (await scene.deliveries(endpoint))[0]?.attempts === 1);

      await STOPS[what]?.stop(service, buyer);
      receiver.answer = (_webhook, response) => void response.writeHead(204).end();
      await scene.makeDue(endpoint);
      // The worker looks for what is due every 50 ms; another organization's delivery says that it has looked.
      const other = await sceneWithBuyer(service);
      await scene.endpoint({ organizationId: other.org.organizationId, url: receiver.urlOf('/other') });
      await scene.events(other.org.sellerId, 1);
      await eventually('the other one is told', () => receiver.at('/other').length === 1);
      assert.equal(receiver.at('/in').length, 1, 'the attempt before the stop');

      await STOPS[what]?.undo(service, buyer);
      await doClockWork(clockWorkOf(service), ['webhooks.hold']);
      await eventually('it is told now', async () => (await scene.deliveredCount(endpoint)) === 1);
    });
  }

  it('tell of the other sellers meanwhile, and no figure calls what rests due', async (t) => {
    const service = await startService();
    t.after(() => service.close());
    const receiver = await startWebhookReceiver();
    t.after(() => receiver.close());
    const org = await service.organization({ sellers: 2 });
    const { slug, organizationId, sellers } = org;
    const [withdrawn, standing] = sellers.map(({ uuid }) => uuid);
    assert.ok(withdrawn !== undefined && standing !== undefined);
    const scene = createWebhookScene(service);
    const endpoint = await scene.endpoint({ organizationId, url: receiver.urlOf('/in') });
    await scene.events(withdrawn, 20);
    await publishEvents(service.db, 100);
    await admin.removeGrant(service.db, slug, withdrawn);
    const due = async (): Promise<string | undefined> =>
      /^nt24_waiting_work\{work="deliveries"\} (\d+)$/m.exec(await (await fetch(`${service.url}/metrics`)).text())?.[1];
    assert.equal(await due(), '0');

    await scene.events(standing, 1);
    const worker = await openWorker(settingsOf(service));
    t.after(() => worker.stop());
    await eventually('the other seller is told of', () => receiver.at('/in').length > 0);
    assert.deepEqual(
      receiver.at('/in').map(({ envelope }) => envelope['partnerUuid']),
      [standing],
    );

    const setAside = async (): Promise<number> =>
      (await service.db.read(sql`select from webhook_deliveries where held_seller_id = ${withdrawn}::uuid`)).length;
    await doClockWork(clockWorkOf(service), ['webhooks.hold']);
    assert.equal(await setAside(), 20, 'out of the way of those that may be told');
    const token = await org.token();
    const listed = await service.call('GET', `/v1/webhooks/${endpoint}/deliveries?status=PENDING`, { token });
    const { data } = (await listed.json()) as { data: { nextRetryAt: string | null }[] };
    assert.deepEqual([data.length, data.every(({ nextRetryAt }) => nextRetryAt === null)], [20, true]);

    await admin.addGrant(service.db, slug, withdrawn);
    await doClockWork(clockWorkOf(service), ['webhooks.hold']);
    assert.equal(await setAside(), 0);
    await eventually('all are told', async () => (await scene.deliveredCount(endpoint)) === 21);
  });
});
