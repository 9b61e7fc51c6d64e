import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { clockWorkOf, doClockWork } from '../../../../../harness/src/clock-work.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { type MailServer, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { unique } from '../../../../../harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../harness/src/service.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';
import { type PlantedProspect, plantFile, plantProspect, type ProspectWish } from './planted-prospect.test-support.ts';

const DAYS = 60;
const JOBS = ['prospects.tellEnd', 'prospects.purge', 'prospects.purgeDrafts'];

let service: TestService;
let server: MailServer;
before(async () => {
  [service, server] = await Promise.all([startService({ PROSPECT_RETENTION_DAYS: String(DAYS) }), startMailServer()]);
});
after(() => Promise.all([service.close(), server.close()]));

interface Scene {
  readonly org: TestOrganization;
  readonly email: string;
}

async function sceneOf({ isReachable = true } = {}): Promise<Scene> {
  const org = await service.organization();
  const email = `sales@${unique()}.example`;
  if (isReachable) {
    const token = await org.token();
    const set = await service.call('PUT', `/v1/partners/${org.sellerId}/contact`, { token, body: { email } });
    assert.equal(set.status, 200);
  }
  return { org, email };
}

const work = (): Promise<void> => doClockWork(clockWorkOf(service), JOBS);

async function isThere({ prospectUuid }: PlantedProspect): Promise<boolean> {
  const rows = await service.db.read(sql`select id from prospects where id = ${prospectUuid}::uuid
    union all select id from link_places where id = ${prospectUuid}::uuid`);
  assert.ok(rows.length === 0 || rows.length === 2);
  return rows.length > 0;
}

/** As if so many days more had gone by for it. */
async function age({ prospectUuid }: PlantedProspect, days: number): Promise<void> {
  await service.db.write(sql`update prospects set submitted_at = submitted_at - make_interval(days => ${days}::int),
      decided_at = decided_at - make_interval(days => ${days}::int), end_told_at = end_told_at - make_interval(days => ${days}::int)
    where id = ${prospectUuid}::uuid`);
}

async function aged(scene: Scene, days: number, wish?: ProspectWish): Promise<PlantedProspect> {
  const prospect = await plantProspect(service, scene.org, wish);
  await age(prospect, days);
  return prospect;
}

/** The day of the month, which is no other's within so few. */
async function dayIn(days: number): Promise<string> {
  const row = await service.db.readFirst<{ day: string }>(
    sql`select extract(day from (now() + make_interval(days => ${days}::int)) at time zone 'UTC')::text as day`,
  );
  return row?.day ?? assert.fail();
}

const mailsTo = ({ org }: Scene): Promise<{ id: string; status: string }[]> =>
  service.db.read(
    sql`select id, status from mails where kind = 'PROSPECTS_ENDING' and subject_id = ${org.sellerId} order by created_at`,
  );

describe('what nobody has decided about', () => {
  it('is told of once, 14 days before it goes, by numbers and days alone', async () => {
    const scene = await sceneOf();
    const due = [await aged(scene, DAYS - 14), await aged(scene, DAYS - 14), await aged(scene, DAYS - 13)];
    const later = await aged(scene, DAYS - 15);
    await Promise.all([work(), work()]);
    await work();
    assert.equal((await mailsTo(scene)).length, 1);
    const worker = await openWorker(settingsOf(service, server.url));
    try {
      await eventually('the mail is sent', async () => (await mailsTo(scene))[0]?.status === 'SENT');
    } finally {
      await worker.stop();
    }
    const mail = server.mails.find(({ to }) => to.includes(scene.email));
    const line = new RegExp(`^- 0?${await dayIn(14)}\\D.*\\n.*: 3$`, 'm');
    assert.match(mail?.parsed.text ?? '', line);
    assert.doesNotMatch(mail?.parsed.text ?? '', /Silva|garagem|PT/);
    for (const prospect of [...due, later]) assert.equal(await isThere(prospect), true);
    await age(later, 1);
    await work();
    assert.equal((await mailsTo(scene)).length, 2, 'of what came later');
  });

  it('goes when it was told of long enough before, with its files, and is written down', async () => {
    const scene = await sceneOf();
    const prospect = await plantProspect(service, scene.org);
    const file = await plantFile(service, prospect);
    await age(prospect, DAYS + 100);
    await work();
    assert.equal(await isThere(prospect), true, 'overdue, but only told of now');
    await age(prospect, 13);
    await work();
    assert.equal(await isThere(prospect), true);
    await age(prospect, 1);
    await work();
    assert.equal(await isThere(prospect), false);
    const left = await service.db.read(sql`select id from kyc_files where id = ${file}::uuid
      union all select owner_id from stored_files where owner_id = ${file}::uuid`);
    assert.deepEqual(left, []);
    const lines = await service.db.read(
      sql`select action, actor_kind from audit_events where subject_id = ${prospect.prospectUuid}::uuid`,
    );
    assert.deepEqual(lines, [{ action: 'prospect.erase', actor_kind: 'SYSTEM' }]);
  });

  it('goes without a word where nobody can be told', async () => {
    const scene = await sceneOf({ isReachable: false });
    const [over, not] = [await aged(scene, DAYS), await aged(scene, DAYS - 1)];
    await work();
    assert.deepEqual([await isThere(over), await isThere(not)], [false, true]);
    assert.deepEqual(await mailsTo(scene), []);
  });
});

describe('what was decided', () => {
  it('goes 30 days after it was declined; what became a buyer stays', async () => {
    const scene = await sceneOf();
    const token = await scene.org.token();
    const decide = async ({ prospectUuid }: PlantedProspect, verb: string, body: object) =>
      (
        await service.call('POST', `/v1/partners/${scene.org.sellerId}/prospects/${prospectUuid}/${verb}`, {
          token,
          body,
        })
      ).status;
    const [declined, converted] = [await plantProspect(service, scene.org), await plantProspect(service, scene.org)];
    assert.equal(await decide(declined, 'decline', { reason: 'No.' }), 200);
    assert.equal(await decide(converted, 'convert', { kycMode: 'NT24_LED' }), 201);
    await age(converted, 5_000);
    await age(declined, 29);
    await work();
    assert.equal(await isThere(declined), true);
    await age(declined, 1);
    await work();
    assert.deepEqual([await isThere(declined), await isThere(converted)], [false, true]);
  });
});

describe('a draft', () => {
  it('goes when nobody has come back to it, or its link is dead, and not while somebody may', async () => {
    const scene = await sceneOf();
    const draft = () => plantProspect(service, scene.org, { status: 'DRAFT' });
    const [open, idle, revoked, usedUp, expired] = [
      await draft(),
      await draft(),
      await draft(),
      await draft(),
      await draft(),
    ];
    await plantFile(service, revoked);
    await service.db.write(sql`update invitations set status = 'REVOKED', revocation_reason = '', revoked_at = now()
      where id = ${revoked.invitationUuid}::uuid`);
    await service.db
      .write(sql`update invitations set status = 'USED', usage_count = 1, max_uses = 1, last_used_at = now()
      where id = ${usedUp.invitationUuid}::uuid`);
    await service.db.write(
      sql`update invitations set expires_at = now() - interval '29 days' where id = ${expired.invitationUuid}::uuid`,
    );
    await service.db.write(
      sql`update link_places set reserved_until = now() - interval '30 days' where id = ${idle.prospectUuid}::uuid`,
    );
    await work();
    assert.deepEqual(await Promise.all([idle, revoked, usedUp].map(isThere)), [false, false, false]);
    assert.deepEqual(
      await Promise.all([open, expired].map(isThere)),
      [true, true],
      'who may still come, or be let in again',
    );
    const files = await service.db.read(sql`select from kyc_files where invitation_id = ${revoked.prospectUuid}::uuid`);
    assert.deepEqual(files, []);
  });
});

describe('a prospect who is declined', () => {
  it('is told so, in his language, where it is wished, and never why', async () => {
    const scene = await sceneOf();
    const token = await scene.org.token();
    const email = `visitor@${unique()}.example`;
    const { prospectUuid } = await plantProspect(service, scene.org, {
      person: { email, firstName: 'Ana', lastName: 'Silva' },
    });
    const declined = await service.call(
      'POST',
      `/v1/partners/${scene.org.sellerId}/prospects/${prospectUuid}/decline`,
      {
        token,
        body: { reason: 'Owes us money.', notify: true },
      },
    );
    assert.equal(declined.status, 200);
    const toHim = () => server.mails.find(({ to }) => to.includes(email));
    const worker = await openWorker(settingsOf(service, server.url));
    try {
      await eventually('the mail is sent', () => toHim() !== undefined);
    } finally {
      await worker.stop();
    }
    const mail = toHim();
    assert.match(mail?.parsed.subject ?? '', /nicht weiterverfolgt$/);
    assert.match(mail?.from ?? '', /@/);
    assert.doesNotMatch(JSON.stringify(mail?.parsed), /Owes/);
  });
});
