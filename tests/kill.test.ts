import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { openKillRing } from './support/kill-ring.ts';
import { type BuyerScene, sceneWithBuyer, unique } from './support/scene.ts';
import { startService, type TestService } from './support/service.ts';

const KILLS = 50;
const LANES = 2;
const CLIENTS = 3;
/** Between a client's writes: the starts need the machine too. */
const PAUSE_MS = 100;

interface Acknowledged {
  readonly path: string;
  readonly key: string;
  readonly body: object;
  readonly status: number;
  readonly text: string;
}

describe('kill -9 under load', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  it(`${KILLS} kills lose nothing, double nothing and leave no key stuck`, async (t) => {
    const scene = await sceneWithBuyer(service);
    const ring = await openKillRing(service, { kills: KILLS, lanes: LANES, longestMs: 100 });
    t.after(() => ring.close());
    const acknowledged: Acknowledged[] = [];
    let broken = 0;

    /** Asks wherever a process answers, with the same key, until there is an answer that says more than "again". */
    async function post(path: string, body: object): Promise<Acknowledged> {
      const key = randomUUID();
      for (;;) {
        try {
          const response = await send(ring.url(), { scene, path, key, body });
          const text = await response.text();
          if (response.headers.get('retry-after') === null)
            return keep({ path, key, body, status: response.status, text });
        } catch {
          broken += 1;
        }
        await sleep(PAUSE_MS);
      }
    }
    function keep(write: Acknowledged): Acknowledged {
      acknowledged.push(write);
      return write;
    }

    async function inviteAndRevoke(): Promise<void> {
      while (!ring.isOver()) {
        const made = await post(scene.invitations, { recipientEmail: `${unique()}@x.example` });
        const { uuid } = JSON.parse(made.text) as { uuid: string };
        await post(`${scene.invitations}/${uuid}/revoke`, { reason: uuid });
        await sleep(PAUSE_MS);
      }
    }

    await Promise.all([ring.run(), ...Array.from({ length: CLIENTS }, inviteAndRevoke)]);
    const survivor = ring.url();

    for (const { status, text } of acknowledged) assert.ok(status === 200 || status === 201, text);
    const unchecked = acknowledged.values();
    async function checkReplays(): Promise<void> {
      for (const write of unchecked) {
        const replay = await send(survivor, { scene, ...write });
        assert.equal(replay.status, write.status);
        assert.equal(await replay.text(), write.text);
        assert.equal(replay.headers.get('idempotent-replayed'), 'true');
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, checkReplays));
    const created = acknowledged.filter(({ status }) => status === 201).length;
    const revoked = acknowledged.length - created;
    assert.deepEqual(await count(scene), {
      invitations: created,
      revoked,
      keys: created + revoked + 1,
      creations: created,
      revocations: revoked,
      queued: created,
      mails: created,
      jobs: created,
      odd: 0,
      locks: 0,
    });
    t.diagnostic(
      `${ring.kills()} kills, ${acknowledged.length} acknowledged writes, ${broken} broken calls: 0 lost, 0 doubled`,
    );
    assert.ok(broken > KILLS, 'the kills hit calls in flight');
  });

  function send(
    url: string,
    { scene, path, key, body }: { scene: BuyerScene; path: string; key: string; body: object },
  ) {
    return fetch(url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${scene.token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    });
  }

  /** `odd`: invitations that do not have exactly one line, mail and job for everything that happened to them. */
  async function count({ buyerId, org }: BuyerScene): Promise<unknown> {
    return service.db.first(sql`with jobs as (
        select m.invitation_id from graphile_worker._private_jobs j join mails m on m.id = (j.payload->>'mailId')::uuid),
      facts as (
        select i.status,
          (select count(*) from audit_events a where a.invitation_id = i.id and a.action = 'invitation.create') as creations,
          (select count(*) from audit_events a where a.invitation_id = i.id and a.action = 'invitation.revoke') as revocations,
          (select count(*) from audit_events a where a.invitation_id = i.id and a.action = 'mail.queue') as queued,
          (select count(*) from mails m where m.invitation_id = i.id) as mails,
          coalesce(per.jobs, 0) as jobs
        from invitations i
        left join (select invitation_id, count(*) as jobs from jobs group by 1) per on per.invitation_id = i.id
        where i.buyer_id = ${buyerId}::uuid)
      select count(*)::int as invitations, (count(*) filter (where status = 'REVOKED'))::int as revoked,
        (select count(*)::int from idempotency_keys where organization_id = ${org.organizationId}::uuid) as keys,
        sum(creations)::int as creations, sum(revocations)::int as revocations, sum(queued)::int as queued,
        sum(mails)::int as mails, sum(jobs)::int as jobs,
        (count(*) filter (where creations <> 1 or queued <> 1 or mails <> 1 or jobs <> 1
          or revocations <> (case status when 'REVOKED' then 1 else 0 end)))::int as odd,
        (select count(*)::int from pg_locks where locktype = 'advisory'
          and database = (select oid from pg_database where datname = current_database())) as locks
      from facts`);
  }
});
