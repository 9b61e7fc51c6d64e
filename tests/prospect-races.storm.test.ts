import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { type ApiProcess, startApiProcess } from '../packages/harness/src/api-process.ts';
import { pressAtOnce } from '../packages/harness/src/press-at-once.ts';
import { inLanes } from '../packages/harness/src/in-lanes.ts';
import { nearlyAtOnce } from '../packages/harness/src/nearly-at-once.ts';
import { codesTo, CONSUMER_DETAILS } from '../packages/harness/src/published-link.ts';
import { type LinkScene, publish, unique } from '../packages/harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../packages/harness/src/service.ts';
import { stepOf } from '../packages/harness/src/session-addresses.ts';
import { createVisitor, headingOf, pathOfLink, textOf, type Visitor } from '../packages/harness/src/visitor.ts';

/** Strength 2, and the issue of published links. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 500);
const SHARE = Math.max(10, Math.ceil(ROUNDS / 20));
const KILLS = Math.max(5, Math.ceil(ROUNDS / 10));
const LANES = 4;
const SPREAD_MS = 10;
const MANY = 8;

interface Facts {
  status: string;
  usage_count: number;
  drafts: number;
  submitted: number;
  prospect_events: number;
  used_events: number;
  receipts: number;
}

describe('races on a published link', () => {
  let service: TestService;
  let org: TestOrganization;
  /** What one process writes goes one after the other: races are between two. */
  let api: ApiProcess;
  let visitors = 0;
  before(async () => {
    service = await startService({ TRUST_PROXY: '127.0.0.1' });
    org = await service.organization();
    api = await startApiProcess(service, { settings: { TRUST_PROXY: '127.0.0.1' } });
  });
  after(async () => {
    await api.stop();
    await service.close();
  });

  const published = async (body: Readonly<Record<string, unknown>> = {}): Promise<LinkScene> =>
    publish(service, { locale: 'en', ...body }, { org, token: await org.token() });

  /** From everywhere: one network alone may not ask for so many codes in a minute. */
  function arrive(): Visitor {
    visitors += 1;
    return createVisitor({ url: service.url, address: `10.${visitors % 256}.${(visitors >> 8) % 256}.1` });
  }

  /** Every second one comes to the other process. */
  function elsewhere(visitor: Visitor, at: number): Visitor {
    return at % 2 === 0 ? visitor : visitor.through(api.url);
  }

  /** With the code that was mailed to him at hand. */
  async function asked(link: LinkScene): Promise<{ readonly visitor: Visitor; readonly code: string }> {
    const visitor = arrive();
    const email = `v${unique()}@visitors.example`;
    await visitor.post(`${pathOfLink(link.invitation.publicLinkUrl)}/start`, { email, lang: 'en' });
    const code = (await codesTo(service, link, email))[0] ?? assert.fail('no code');
    return { visitor, code };
  }

  /** All but the sending. */
  async function ready(link: LinkScene): Promise<Visitor> {
    const { visitor, code } = await asked(link);
    assert.equal((await visitor.post('/kyc/code', { code })).status, 303);
    assert.equal((await visitor.post('/kyc/details', CONSUMER_DETAILS)).status, 303);
    const reason = { reason: 'It is in the hotel.' };
    assert.equal((await visitor.post('/kyc/documents/not-supplied/CONTACT_ID_CARD', reason)).status, 303);
    return visitor;
  }

  async function factsOf({ invitation }: LinkScene): Promise<Facts> {
    const row = await service.db.readFirst<Facts>(sql`select i.status, i.usage_count,
        (select count(*)::int from prospects p where p.invitation_id = i.id and p.status = 'DRAFT') as drafts,
        (select count(*)::int from prospects p join link_places l on l.id = p.id
          where p.invitation_id = i.id and p.status = 'SUBMITTED' and l.used_at is not null) as submitted,
        (select count(*)::int from events e where e.data->>'invitationUuid' = i.id::text and e.type = 'prospect.submitted') as prospect_events,
        (select count(*)::int from events e where e.data->>'invitationUuid' = i.id::text and e.type = 'self_service_invitation.used') as used_events,
        (select count(*)::int from mails m join prospects p on p.id::text = m.subject_id where p.invitation_id = i.id and m.kind = 'PROSPECT_RECEIPT') as receipts
      from invitations i where i.id = ${invitation.uuid}::uuid and i.seller_id = ${org.sellerId}::uuid`);
    return row ?? assert.fail('no link');
  }

  const used = (uses: number, rest: Pick<Facts, 'status' | 'drafts'>): Facts => ({
    ...rest,
    usage_count: uses,
    submitted: uses,
    prospect_events: uses,
    used_events: uses,
    receipts: uses,
  });

  /** As if his two hours were over. */
  const lapse = ({ invitation }: LinkScene) =>
    service.db.write(
      sql`update link_places set reserved_until = now() - interval '1 minute' where invitation_id = ${invitation.uuid}::uuid and seller_id = ${org.sellerId}::uuid`,
    );

  const race = (rounds: number, run: () => Promise<void>): Promise<void> =>
    inLanes(
      LANES,
      Array.from({ length: rounds }, (_, nth) => nth),
      run,
    );

  /** True when it was sent; otherwise the visitor was told, in one of these words. */
  async function isSent(response: Response, ...losing: readonly string[]): Promise<boolean> {
    const page = await response.text();
    if (response.status === 303) {
      assert.equal(stepOf(response.headers.get('location')), '/kyc/done');
      return true;
    }
    const isTold = losing.some((key) => page.includes(textOf(key).split('{{')[0] ?? ''));
    assert.ok(isTold, `${response.status} ${headingOf(page)}`);
    return false;
  }

  it(`submit x revoke, ${ROUNDS} rounds: exactly one wins, the other is told`, async () => {
    let sent = 0;
    await race(ROUNDS, async () => {
      const link = await published({ maxUses: 1 });
      const visitor = await ready(link);
      const token = await org.token();
      const [submitted, revoked] = await nearlyAtOnce(
        SPREAD_MS,
        () => visitor.through(api.url).send(),
        () => service.call('POST', `${link.path}/revoke`, { token, body: { reason: 'called off' } }),
      );
      const submitWon = await isSent(submitted, 'errorPage.revoked.title');
      assert.equal(revoked.status, submitWon ? 409 : 200);
      const expected = submitWon ? used(1, { status: 'USED', drafts: 0 }) : used(0, { status: 'REVOKED', drafts: 1 });
      assert.deepEqual(await factsOf(link), expected);
      sent += Number(submitWon);
    });
    assert.ok(ROUNDS < 100 || (sent > 0 && sent < ROUNDS), 'each side wins now and then');
  });

  it(`submit x submit on the last place, ${ROUNDS} rounds: exactly one wins, the other is told`, async () => {
    await race(ROUNDS, async () => {
      const link = await published({ maxUses: 2 });
      const both = [await ready(link), await ready(link)];
      await lapse(link);
      const token = await org.token();
      const cap = await service.call('PATCH', link.path, { token, body: { maxUses: 1 } });
      assert.equal(cap.status, 200);
      const [one, other] = both;
      const answers = await nearlyAtOnce(
        SPREAD_MS,
        () => (one ?? assert.fail()).send(),
        () => (other ?? assert.fail()).through(api.url).send(),
      );
      const wins = await Promise.all(
        answers.map((answer) => isSent(answer, 'review.errorPlaces', 'errorPage.closed.title')),
      );
      assert.equal(wins.filter(Boolean).length, 1);
      assert.deepEqual(await factsOf(link), used(1, { status: 'USED', drafts: 1 }));
    });
  });

  it(`${MANY} at once on the last place, ${SHARE} rounds: one comes in, and sends`, async () => {
    await race(SHARE, async () => {
      const link = await published({ maxUses: 1 });
      const all = await Promise.all(Array.from({ length: MANY }, () => asked(link)));
      const answers = await Promise.all(
        all.map(({ visitor, code }, at) => elsewhere(visitor, at).post('/kyc/code', { code })),
      );
      assert.deepEqual(answers.map(({ status }) => status).sort(), [
        303,
        ...Array.from({ length: MANY - 1 }, () => 409),
      ]);
      assert.deepEqual(await factsOf(link), used(0, { status: 'ACTIVE', drafts: 1 }));
    });
  });

  it(`${MANY} at once send on a cap of 1, ${SHARE} rounds: one is in`, async () => {
    await race(SHARE, async () => {
      const link = await published({ maxUses: MANY });
      const all = await Promise.all(Array.from({ length: MANY }, () => ready(link)));
      await lapse(link);
      const token = await org.token();
      assert.equal((await service.call('PATCH', link.path, { token, body: { maxUses: 1 } })).status, 200);
      const answers = await Promise.all(all.map((visitor, at) => elsewhere(visitor, at).send()));
      const wins = await Promise.all(
        answers.map((answer) => isSent(answer, 'review.errorPlaces', 'errorPage.closed.title')),
      );
      assert.equal(wins.filter(Boolean).length, 1);
      assert.deepEqual(await factsOf(link), used(1, { status: 'USED', drafts: MANY - 1 }));
    });
  });

  it(`${MANY} that wait for the link's row: one comes in, the others see his place`, async () => {
    const link = await published({ maxUses: 1 });
    const all = await Promise.all(Array.from({ length: MANY }, () => asked(link)));
    const presses = all.map(
      ({ visitor, code }) =>
        () =>
          visitor.post('/kyc/code', { code }),
    );
    const answers = await pressAtOnce({ service, scene: link }, presses);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, ...Array.from({ length: MANY - 1 }, () => 409)],
    );
    assert.deepEqual(await factsOf(link), used(0, { status: 'ACTIVE', drafts: 1 }));
  });

  it(`${MANY} that wait for the link's row to send without a place: as many are in as it has uses`, async () => {
    const link = await published({ maxUses: MANY });
    const all = await Promise.all(Array.from({ length: MANY }, () => ready(link)));
    await lapse(link);
    const token = await org.token();
    assert.equal((await service.call('PATCH', link.path, { token, body: { maxUses: 3 } })).status, 200);
    const presses = all.map((visitor) => () => visitor.send());
    const answers = await pressAtOnce({ service, scene: link }, presses);
    const wins = await Promise.all(
      answers.map((answer) => isSent(answer, 'review.errorPlaces', 'errorPage.closed.title')),
    );
    assert.equal(wins.filter(Boolean).length, 3);
    assert.deepEqual(await factsOf(link), used(3, { status: 'USED', drafts: MANY - 3 }));
  });

  it(`send x send of one visitor, ${SHARE} rounds: one submission, both get its answer`, async () => {
    await race(SHARE, async () => {
      const link = await published();
      const visitor = await ready(link);
      const answers = await nearlyAtOnce(
        SPREAD_MS,
        () => visitor.send(),
        () => visitor.through(api.url).send(),
      );
      for (const answer of answers) assert.ok(await isSent(answer));
      assert.deepEqual(await factsOf(link), used(1, { status: 'ACTIVE', drafts: 0 }));
    });
  });

  it(`counts truly after ${KILLS} kills of the process through which visitors send`, async () => {
    const link = await published({ maxUses: 10_000 });
    let sent = 0;
    for (let kill = 0; kill < KILLS; kill += 2) {
      const mortals = await Promise.all([startApiProcess(service), startApiProcess(service)]);
      const round = await Promise.all([ready(link), ready(link), ready(link), ready(link)]);
      const sending = round.map((visitor, at) =>
        visitor
          .through(mortals[at % 2]?.url ?? service.url)
          .send()
          .catch(() => undefined),
      );
      await sleep(Math.random() * 40);
      await Promise.all(mortals.map((mortal) => mortal.kill()));
      await Promise.all(sending);
      // What he cannot know, he does again; his session knows its own submission.
      for (const visitor of round) assert.ok(await isSent(await visitor.send()));
      sent += round.length;
      assert.equal((await factsOf(link)).usage_count, sent);
    }
    assert.deepEqual(await factsOf(link), used(sent, { status: 'ACTIVE', drafts: 0 }));
  });
});
