import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import {
  identification,
  IDENFY_KEYS,
  IDENFY_REPORT,
  type IdenfyServer,
  signedBy,
  startIdenfyServer,
} from '../../../../../harness/src/idenfy-server.ts';
import { FILES_FOR_ONE, type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { type Death, diesAt } from '../../../../../harness/src/mortal-database.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { spawnService, spawnWorker } from '../../../../../harness/src/spawned-process.ts';
import { type VerificationCalls, verificationCalls } from '../../../../../harness/src/verification-calls.ts';
import { openWorker, settingsOf, type WorkerSettings } from '../../../../../harness/src/worker.ts';
import { systemClock } from '../../../platform/clock.ts';
import { reportCalls, type SessionScene } from './reports.test-support.ts';

/** The statements of the callback's way, by words of theirs alone. */
const LOOK_UP = 'the provider names a session by his own word for it';
const OUTCOME = 'update verification_sessions s set status = $';
const WISH = 'as is_newest';
const FILING = "set report = 'STORED'";
const HOURS_MS = 2 * 3_600_000;

let idenfy: IdenfyServer;
let service: TestService;
let scene: BuyerScene;
let calls: VerificationCalls;
let kyc: KycCalls;
let reports: ReturnType<typeof reportCalls>;
before(async () => {
  idenfy = await startIdenfyServer();
  service = await startService(idenfy.settings);
  scene = await sceneWithBuyer(service);
  calls = verificationCalls(service);
  kyc = kycCalls(service);
  reports = reportCalls(service, idenfy);
});
after(async () => {
  await service.close();
  await idenfy.close();
});

const workerSettings = (): WorkerSettings => ({ ...settingsOf(service), idenfy: idenfy.settings });
const approved = ({ scanRef }: SessionScene): object => identification(scanRef, { overall: 'APPROVED' });
const opened = async (): Promise<SessionScene> => reports.opened(await addBuyer(service, scene.org, scene.token));

/** Whoever is left does what is to be done. */
async function untilDone(session: SessionScene): Promise<void> {
  const worker = await openWorker(workerSettings());
  try {
    await reports.filed(session);
    await reports.untilNoJob(session);
  } finally {
    await worker.stop();
  }
}

/** Of everything one, and nothing half. */
async function assertOnce(session: SessionScene, storedBefore: number): Promise<void> {
  assert.deepEqual(await calls.statusOf(session), ['VERIFIED', 'CLEAR', 'INCOMPLETE']);
  const events = await calls.eventsOf(session);
  assert.deepEqual(
    events.map(({ outcome, sessionId }) => [outcome, sessionId]),
    [['VERIFIED', session.sessionId]],
  );
  const trail = (await calls.trailOf(session.sessionId)) as { action: string }[];
  assert.deepEqual(
    trail.map(({ action }) => action),
    ['verification.start', 'verification.complete', 'verification.report'],
  );
  assert.equal((await reports.filed(session)).status, 'ACTIVE');
  const clock = { now: () => new Date(systemClock.now().getTime() + HOURS_MS) };
  await service.deps.files.sweep({ db: service.db, clock });
  assert.equal((await kyc.storedFiles()).length, storedBefore + FILES_FOR_ONE);
}

describe('a process that dies at a line of the callback', () => {
  const DEATHS: readonly [what: string, Death, isTold: boolean][] = [
    ['before the session is looked up', { when: 'before', words: LOOK_UP }, false],
    ['when it has found the session', { when: 'after', words: LOOK_UP }, false],
    ['before the outcome is committed', { when: 'before', words: OUTCOME }, false],
    ['when the outcome is committed, and before the answer', { when: 'after', words: OUTCOME }, true],
  ];
  for (const [what, death, isTold] of DEATHS)
    it(`${what}: the callback that comes again makes one outcome, one event and one report of it`, async () => {
      const stored = (await kyc.storedFiles()).length;
      const session = await opened();
      const { child, url } = await spawnService(service, idenfy.settings, diesAt(death));
      const gone = once(child, 'exit');
      const body = JSON.stringify(approved(session));
      const headers = { 'idenfy-signature': signedBy(IDENFY_KEYS.callbackKey, body) };
      await assert.rejects(fetch(`${url}/callbacks/idenfy`, { method: 'POST', headers, body }), 'no answer');
      assert.deepEqual(await gone, [null, 'SIGKILL']);
      assert.equal((await calls.eventsOf(session)).length, isTold ? 1 : 0);
      assert.equal((await reports.jobsOf(session)).length, isTold ? 1 : 0);
      await Promise.all([calls.told(approved(session)), calls.told(approved(session))]);
      await untilDone(session);
      await assertOnce(session, stored);
    });
});

describe('a worker that dies at a line of the report', () => {
  async function assertSurvived(told: Promise<SessionScene>, exited: Promise<unknown>, stored: number): Promise<void> {
    const session = await told;
    assert.deepEqual(await exited, [null, 'SIGKILL']);
    idenfy.reportWith(undefined);
    await calls.told(approved(session));
    await untilDone(session);
    await assertOnce(session, stored);
  }

  async function ended(): Promise<SessionScene> {
    const session = await opened();
    await calls.told(approved(session));
    return session;
  }

  const DEATHS: readonly [what: string, Death, fetches: number][] = [
    ['before the session is read', { when: 'before', words: WISH }, 1],
    ['when the session is read', { when: 'after', words: WISH }, 1],
    ['when the file is stored, and before it is filed', { when: 'before', words: FILING }, 2],
    ['when it is filed, and before the job is done', { when: 'after', words: FILING }, 1],
  ];
  for (const [what, death, fetches] of DEATHS)
    it(`${what}: another one files it once`, async () => {
      const [stored, asked] = [(await kyc.storedFiles()).length, idenfy.reportCalls.length];
      const victim = await spawnWorker(workerSettings(), diesAt(death));
      await assertSurvived(ended(), once(victim, 'exit'), stored);
      assert.equal(idenfy.reportCalls.length - asked, fetches);
    });

  for (const [what, half] of [
    ['while the provider is asked', 0],
    ['in the middle of what he gives', IDENFY_REPORT.length / 2],
  ] as const)
    it(`${what}: another one files it once`, async () => {
      const stored = (await kyc.storedFiles()).length;
      const victim = await spawnWorker(workerSettings());
      idenfy.reportWith((response) => {
        if (half === 0) return void victim.kill('SIGKILL');
        response.write(IDENFY_REPORT.subarray(0, half), () => setTimeout(() => victim.kill('SIGKILL'), 50));
      });
      await assertSurvived(ended(), once(victim, 'exit'), stored);
    });
});

it('no session is left in between', async () => {
  const rows = await service.db.read(sql`select status, report from verification_sessions group by status, report`);
  assert.deepEqual(rows, [{ status: 'VERIFIED', report: 'STORED' }]);
});
