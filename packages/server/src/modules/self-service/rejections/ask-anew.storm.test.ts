import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { startApiProcess } from '../../../../../harness/src/api-process.ts';
import { openKillRing } from '../../../../../harness/src/kill-ring.ts';
import { type DocumentView, type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { createPortalScene } from '../../../../../harness/src/portal.ts';
import {
  addBuyer,
  type BuyerScene,
  invite,
  type InvitationScene,
  type InvitationView,
  sceneWithBuyer,
  tokenSource,
} from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

const ROUNDS = 40;
const KILLS = 10;
const SENDERS = 4;
const SPREAD_MS = 20;
const CLEAR_MS = 1_000;

let service: TestService;
let kyc: KycCalls;
before(async () => {
  service = await startService();
  kyc = kycCalls(service);
});
after(() => service.close());

interface Answer {
  readonly status: number;
  readonly slug: string;
  readonly invitation?: InvitationView;
}

function reject(
  { buyer, token }: BuyerScene,
  { uuid }: Pick<DocumentView, 'uuid'>,
  { url = service.url, key = randomUUID() } = {},
): Promise<Response> {
  return fetch(`${url}${buyer}/kyc/documents/${uuid}/reject`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ reason: 'It is of 2019.', resend: true }),
  });
}

async function read(answer: Response): Promise<Answer> {
  const { type, invitation } = (await answer.json()) as { type: string; invitation?: InvitationView };
  const slug = answer.status === 200 ? '' : (type.split('/').at(-1) ?? '');
  return { status: answer.status, slug, ...(invitation && { invitation }) };
}

/** Both at once, the one or the other a little ahead; in the first rounds by so much that each wins one of them. */
function together<A, B>(round: number, one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> {
  const lead = [-CLEAR_MS, CLEAR_MS][round] ?? (Math.random() - 0.5) * 2 * SPREAD_MS;
  return Promise.all([sleep(Math.max(0, lead)).then(one), sleep(Math.max(0, -lead)).then(other)]);
}

/** As if the buyer had been mailed long ago, and, where he `answered`, had sent something by it. */
async function past({ invitation }: InvitationScene, answered: boolean): Promise<void> {
  await service.db.write(sql`update invitations set last_mail_at = last_mail_at - interval '11 minutes',
      status = case when ${answered}::boolean then 'USED' else status end, usage_count = ${answered ? 1 : 0}::int,
      last_used_at = case when ${answered}::boolean then now() end
    where id = ${invitation.uuid}::uuid`);
}

interface Standing {
  readonly documents: Readonly<Record<string, string>>;
  /** Of each invitation, the oldest first: its state, what it asks for, and the mails about a rejection, each with its job. */
  readonly invitations: readonly (readonly [status: string, asked: string, mails: number, jobs: number])[];
}

async function standing({ org, buyerId }: BuyerScene): Promise<Standing> {
  const place = sql`seller_id = ${org.sellerId}::uuid and buyer_id = ${buyerId}::uuid`;
  const documents = await service.db.read<{ id: string; status: string }>(
    sql`select id, status from kyc_documents where ${place}`,
  );
  const invitations = await service.db.read<{ row: Standing['invitations'][number] }>(sql`select json_build_array(
      i.status, array_to_string(i.requested_documents, ' '), m.mails, m.jobs) as row
    from invitations i cross join lateral (select count(*)::int as mails, count(j.id)::int as jobs from mails m
      left join graphile_worker._private_jobs j on j.payload->>'mailId' = m.id::text
      where m.subject_kind = 'invitation' and m.subject_id = i.id::text and m.kind = 'REJECTION') m
    where ${place} order by i.created_at`);
  return {
    documents: Object.fromEntries(documents.map(({ id, status }) => [id, status])),
    invitations: invitations.map(({ row }) => row),
  };
}

describe('a rejection that asks at once, beside others', () => {
  let first: BuyerScene;
  let token: () => Promise<string>;
  before(async () => {
    first = await sceneWithBuyer(service);
    token = tokenSource(first.org);
  });
  const another = async (): Promise<BuyerScene> => addBuyer(service, first.org, await token());

  it(`x revoke, ${ROUNDS} rounds: asked by what was then revoked, or nobody is asked and nothing is done`, async () => {
    const won = new Set<number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const scene = await another();
      const document = await kyc.uploaded(scene);
      const invited = await invite(service, scene, { requestedDocuments: ['VAT_CERTIFICATE'] });
      await past(invited, false);
      const [rejected, revoked] = await together(
        round,
        async () => read(await reject(scene, document)),
        () => service.call('POST', `${invited.path}/revoke`, { token: scene.token, body: { reason: '' } }),
      );
      assert.equal(revoked.status, 200);
      won.add(rejected.status);
      const { documents, invitations } = await standing(scene);
      if (rejected.status === 200) {
        assert.equal(documents[document.uuid], 'REJECTED');
        assert.deepEqual(invitations, [['REVOKED', 'VAT_CERTIFICATE COC_EXTRACT', 1, 1]]);
      } else {
        assert.equal(rejected.slug, 'recipient-unknown');
        assert.equal(documents[document.uuid], 'ACTIVE');
        assert.deepEqual(invitations, [['REVOKED', 'VAT_CERTIFICATE', 0, 0]]);
      }
    }
    assert.deepEqual([...won].toSorted(), [200, 409], 'each wins now and then');
  });

  it(`x sending something else, ${ROUNDS} rounds: the buyer is never asked by a link that is closed`, async () => {
    const won = new Set<boolean>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const scene = await another();
      const document = await kyc.uploaded(scene);
      const invited = await invite(service, scene, { requestedDocuments: ['VAT_CERTIFICATE'], locale: 'en' });
      const visitor = await createPortalScene(service, scene).started(invited, ['VAT_CERTIFICATE']);
      await past(invited, false);
      const [rejected, sent] = await together(
        round,
        async () => read(await reject(scene, document)),
        () => visitor.send(),
      );
      assert.equal(rejected.status, 200, rejected.slug);
      const { documents, invitations } = await standing(scene);
      assert.equal(documents[document.uuid], 'REJECTED');
      const isSent = sent.status === 303;
      won.add(isSent);
      if (isSent)
        assert.deepEqual(invitations, [
          ['USED', 'VAT_CERTIFICATE', 0, 0],
          ['ACTIVE', 'COC_EXTRACT', 1, 1],
        ]);
      else {
        assert.equal(sent.status, 422);
        assert.deepEqual(invitations, [['ACTIVE', 'VAT_CERTIFICATE COC_EXTRACT', 1, 1]]);
      }
    }
    assert.deepEqual([...won].toSorted(), [false, true], 'each wins now and then');
  });

  it(`x another, of one document or of two, ${ROUNDS} rounds: one asks, the other is told why it does not`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const scene = await another();
      await past(await invite(service, scene), true);
      const one = await kyc.uploaded(scene);
      const other = round % 2 === 0 ? one : await kyc.uploaded(scene, { type: 'VAT_CERTIFICATE' });
      const answers = await Promise.all([one, other].map(async (document) => read(await reject(scene, document))));
      const [winner, loser] = answers.toSorted((a, b) => a.status - b.status);
      assert.equal(winner?.status, 200);
      const known = one === other ? ['document-not-active'] : ['rate-limited', 'resource-exists-different-body'];
      assert.ok(known.includes(loser?.slug ?? ''), loser?.slug);
      const { documents, invitations } = await standing(scene);
      assert.equal(Object.values(documents).filter((status) => status === 'REJECTED').length, 1);
      const asked = documents[one.uuid] === 'REJECTED' ? 'COC_EXTRACT' : 'VAT_CERTIFICATE';
      assert.deepEqual(invitations.slice(1), [['ACTIVE', asked, 1, 1]]);
    }
  });

  it('processes are killed in the middle of it: each document has one request, one mail, one job, one line of each kind', async () => {
    const ring = await openKillRing(() => startApiProcess(service), { kills: KILLS, lanes: 1, longestMs: 300 });
    const asked: string[] = [];
    async function send(): Promise<void> {
      while (!ring.isOver()) {
        const scene = await another();
        await past(await invite(service, scene), true);
        const document = await kyc.uploaded(scene);
        const key = randomUUID();
        const once = await untilAnswered(() => ring.call((url) => reject(scene, document, { url, key })));
        assert.equal(await untilAnswered(() => ring.call((url) => reject(scene, document, { url, key }))), once);
        const { uuid } = (JSON.parse(once) as { invitation: InvitationView }).invitation;
        asked.push(uuid);
        assert.deepEqual((await standing(scene)).invitations.slice(1), [['ACTIVE', 'COC_EXTRACT', 1, 1]]);
        const lines = await service.db.readFirst<{ lines: string[] }>(sql`select array_agg(action order by id) as lines
          from audit_events where subject_id = any(${[document.uuid, uuid]}::uuid[])`);
        assert.deepEqual(lines, {
          lines: ['document.upload', 'document.reject', 'invitation.create', 'mail.queue'],
        });
      }
    }
    try {
      await Promise.all([ring.run(), ...Array.from({ length: SENDERS }, send)]);
      assert.ok(asked.length >= KILLS, `${asked.length} rejections`);
      assert.equal(new Set(asked).size, asked.length);
    } finally {
      await ring.close();
    }
  });
});

/** As an integrator does: whoever gets no answer, or is told to come again, sends the same once more. */
async function untilAnswered(call: () => Promise<Response>): Promise<string> {
  for (;;) {
    const answer = await call()
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch(() => ({ status: 0, text: '' }));
    if (answer.status === 200) return answer.text;
    assert.ok([0, 409, 503].includes(answer.status), `${answer.status} ${answer.text}`);
    await sleep(20);
  }
}
