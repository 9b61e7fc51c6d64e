import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { type CuttableProxy, startCuttableProxy } from '../../../../harness/src/cuttable-proxy.ts';
import { eventually } from '../../../../harness/src/eventually.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../harness/src/worker.ts';

describe('a job that was given to a worker whose line broke before it heard of it', () => {
  let service: TestService;
  let proxy: CuttableProxy;
  let worker: TestWorker;
  let holder: Client;

  before(async () => {
    service = await startService();
    proxy = await startCuttableProxy(service.databaseUrl);
    worker = await openWorker({ ...settingsOf(service), databaseUrl: proxy.url });
    holder = new Client({ connectionString: service.databaseUrl });
    await holder.connect();
  });
  after(async () => {
    await holder.end();
    await worker.stop();
    await proxy.cut();
    await service.close();
  });
  const jobs = (): Promise<{ locked_by: string | null }[]> =>
    service.db.read(sql`select locked_by from graphile_worker._private_jobs`);
  const isDone = async (): Promise<boolean> => (await jobs()).length === 0;

  it('is done all the same, by the same process', async () => {
    await service.db.write(
      sql`select graphile_worker.add_job('mail.send', json_build_object('mailId', gen_random_uuid()))`,
    );
    await eventually('the worker is at work', isDone);
    await holder.query(`begin;
      lock table graphile_worker._private_jobs in exclusive mode;
      insert into graphile_worker._private_jobs (task_id, payload)
        select id, json_build_object('mailId', gen_random_uuid()) from graphile_worker._private_tasks where identifier = 'mail.send'`);
    await eventually('it asks for a job', async () => {
      const waiting = await service.db.read(
        sql`select from pg_stat_activity where application_name = 'nt24-queue' and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    // The server does not notice while it waits for the lock.
    await proxy.cut();
    await proxy.restore();
    await holder.query('commit');
    await eventually('it is done', isDone);
  });
});
