import assert from 'node:assert/strict';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { identification, type IdenfyServer } from '../../../../../harness/src/idenfy-server.ts';
import { type DocumentView, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { addBuyer, type BuyerScene } from '../../../../../harness/src/scene.ts';
import type { TestService } from '../../../../../harness/src/service.ts';
import { verificationCalls } from '../../../../../harness/src/verification-calls.ts';

/** A buyer with a session of his. */
export interface SessionScene extends BuyerScene {
  readonly sessionId: string;
  readonly scanRef: string;
}

export interface ReportState {
  readonly report: 'WANTED' | 'STORED' | 'MISSING' | null;
  readonly report_tries: number;
}

/** What one does about reports, what time does, and what is behind the door. */
export function reportCalls(service: TestService, idenfy: IdenfyServer) {
  const { db } = service;
  const calls = verificationCalls(service);
  const reports = {
    async opened(scene: BuyerScene): Promise<SessionScene> {
      const { sessionId } = await calls.started(scene);
      return { ...scene, sessionId, scanRef: idenfy.scanRefs.at(-1) ?? '' };
    },
    /** Of a buyer of his own, with the provider's final word. */
    async ended(scene: BuyerScene, overall = 'APPROVED'): Promise<SessionScene> {
      const session = await reports.opened(await addBuyer(service, scene.org, scene.token));
      await calls.told(identification(session.scanRef, { overall }));
      return session;
    },
    listed: (scene: BuyerScene): Promise<DocumentView[]> =>
      kycCalls(service).listed(scene, '?type=VERIFICATION_REPORT'),
    async filed(scene: BuyerScene): Promise<DocumentView> {
      await eventually('the report', async () => (await reports.listed(scene)).length > 0);
      const [document, ...others] = await reports.listed(scene);
      assert.deepEqual(others, []);
      return document ?? assert.fail('no report');
    },
    async stateOf({ sessionId }: SessionScene): Promise<ReportState | undefined> {
      return db.readFirst(sql`select report, report_tries from verification_sessions where id = ${sessionId}::uuid`);
    },
    untilTried: (session: SessionScene, tries: number): Promise<void> =>
      eventually(`${tries} tries`, async () => (await reports.stateOf(session))?.report_tries === tries),
    untilIt: (session: SessionScene, report: ReportState['report']): Promise<void> =>
      eventually(`${report}`, async () => (await reports.stateOf(session))?.report === report),
    /** In how many seconds the job is due that waits; the one that has queued it may not have ended yet. */
    async secondsToWait({ sessionId }: SessionScene): Promise<number> {
      const jobs = await db.read<{ seconds: number }>(sql`select extract(epoch from run_at - now())::float8 as seconds
        from graphile_worker._private_jobs where payload->>'sessionId' = ${sessionId} and locked_at is null`);
      assert.equal(jobs.length, 1);
      return jobs[0]?.seconds ?? 0;
    },
    jobsOf: ({ sessionId }: SessionScene): Promise<object[]> =>
      db.read(sql`select id from graphile_worker._private_jobs where payload->>'sessionId' = ${sessionId}`),
    untilNoJob: (session: SessionScene): Promise<void> =>
      eventually('no job', async () => (await reports.jobsOf(session)).length === 0),
    /** What waits for another time is due. */
    async hurry(): Promise<void> {
      await db.write(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
    },
    /** The provider has been asked for three days. */
    async exhaust({ sessionId }: SessionScene): Promise<void> {
      await db.write(
        sql`update verification_sessions set ended_at = ended_at - interval '3 days' where id = ${sessionId}::uuid`,
      );
    },
    async queueAgain({ sessionId }: SessionScene): Promise<void> {
      await db.write(
        sql`select graphile_worker.add_job('verification.fetchReport', json_build_object('sessionId', ${sessionId}::text))`,
      );
    },
    /** Lines of the trail about the report. */
    trailOf: ({ sessionId }: SessionScene): Promise<{ action: string; details: object }[]> =>
      db.read(sql`select action, details from audit_events
        where subject_id = ${sessionId}::uuid and action like 'verification.report%' order by id`),
  };
  return reports;
}
