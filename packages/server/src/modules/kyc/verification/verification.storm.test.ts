import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { startApiProcess } from '../../../../../harness/src/api-process.ts';
import {
  identification,
  IDENFY_KEYS,
  type IdenfyServer,
  signedBy,
  startIdenfyServer,
} from '../../../../../harness/src/idenfy-server.ts';
import { openKillRing } from '../../../../../harness/src/kill-ring.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

const KILLS = 10;
const SENDERS = 4;

let idenfy: IdenfyServer;
let service: TestService;
before(async () => {
  idenfy = await startIdenfyServer();
  service = await startService(idenfy.settings);
});
after(async () => {
  await service.close();
  await idenfy.close();
});

/** As integrator and provider do: whoever gets no answer, or is told to come again, sends the same once more. */
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

it('processes are killed in the middle of verifications: each has one session, one outcome, one event, one line', async () => {
  const scene = await sceneWithBuyer(service);
  const ring = await openKillRing(() => startApiProcess(service, { settings: idenfy.settings }), {
    kills: KILLS,
    lanes: 1,
    longestMs: 300,
  });
  let last = await scene.org.token();
  const renewal = setInterval(() => void scene.org.token().then((token) => (last = token)), 60_000);

  async function verify({ buyer, buyerId }: BuyerScene): Promise<string> {
    const key = randomUUID();
    const started = (): Promise<string> =>
      untilAnswered(() =>
        ring.call((url) =>
          fetch(`${url}${buyer}/kyc/verify`, {
            method: 'POST',
            headers: { authorization: `Bearer ${last}`, 'idempotency-key': key },
          }),
        ),
      );
    const first = await started();
    assert.equal(await started(), first, 'the same under its key');
    const { sessionId } = JSON.parse(first) as { sessionId: string };
    const row = await service.db.readFirst<{ scan_ref: string }>(
      sql`select scan_ref from verification_sessions where buyer_id = ${buyerId}::uuid`,
    );
    for (const wish of [{ overall: 'SUSPECTED', final: false }, { overall: 'APPROVED' }]) {
      const body = JSON.stringify(identification(row?.scan_ref ?? '', wish));
      const headers = { 'idenfy-signature': signedBy(IDENFY_KEYS.callbackKey, body) };
      await untilAnswered(() =>
        ring.call((url) => fetch(`${url}/callbacks/idenfy`, { method: 'POST', headers, body })),
      );
    }
    return sessionId;
  }

  const sessions: string[] = [];
  async function send(): Promise<void> {
    while (!ring.isOver()) sessions.push(await verify(await addBuyer(service, scene.org, last)));
  }
  try {
    await Promise.all([ring.run(), ...Array.from({ length: SENDERS }, send)]);
    assert.ok(sessions.length >= KILLS, `${sessions.length} verifications`);
    const wrong = await service.db.read(sql`select s.id, s.status, e.events, a.lines from verification_sessions s
      cross join lateral (select count(*)::int as events from events e where e.data->>'sessionId' = s.id::text
        and e.type = 'kyc.verification_completed' and e.data->>'outcome' = 'VERIFIED') e
      cross join lateral (select array_agg(a.action order by a.id) as lines from audit_events a where a.subject_id = s.id) a
      where s.status <> 'VERIFIED' or e.events <> 1
        or a.lines <> array['verification.start', 'verification.review', 'verification.complete']`);
    assert.deepEqual(wrong, []);
    const kept = await service.db.read<{ id: string }>(sql`select id from verification_sessions`);
    assert.deepEqual(kept.map(({ id }) => id).toSorted(), sessions.toSorted());
  } finally {
    clearInterval(renewal);
    await ring.close();
  }
});
