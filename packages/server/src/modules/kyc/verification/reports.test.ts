import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import {
  identification,
  IDENFY_KEYS,
  IDENFY_REPORT,
  type IdenfyServer,
  startIdenfyServer,
} from '../../../../../harness/src/idenfy-server.ts';
import { FILES_FOR_ONE, kycCalls, type KycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { type VerificationCalls, verificationCalls } from '../../../../../harness/src/verification-calls.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';
import { systemClock } from '../../../platform/clock.ts';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';
import { reportCalls } from './reports.test-support.ts';

const ROUNDS = 12;
const SHA256 = createHash('sha256').update(IDENFY_REPORT).digest('hex');

let idenfy: IdenfyServer;
let service: TestService;
let worker: TestWorker;
let scene: BuyerScene;
let calls: VerificationCalls;
let kyc: KycCalls;
let reports: ReturnType<typeof reportCalls>;
before(async () => {
  idenfy = await startIdenfyServer();
  service = await startService(idenfy.settings);
  worker = await openWorker({ ...settingsOf(service), idenfy: idenfy.settings });
  scene = await sceneWithBuyer(service);
  calls = verificationCalls(service);
  kyc = kycCalls(service);
  reports = reportCalls(service, idenfy);
});
after(async () => {
  await worker.stop();
  await service.close();
  await idenfy.close();
});

const contentOf = ({ buyer, token }: BuyerScene, documentUuid: string, query = ''): Promise<Response> =>
  service.call('GET', `${buyer}/kyc/documents/${documentUuid}/content${query}`, { token });

async function countWaiting(): Promise<number> {
  const rows = await service.db.read(sql`select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%report_document%'`);
  return rows.length;
}

async function bytesOf(response: Response): Promise<Buffer> {
  assert.equal(response.status, 200);
  return Buffer.from(await response.arrayBuffer());
}

describe('the report on a verification', () => {
  it('is filed when it has ended, byte for byte, with its hash in the trail, and read like any document', async () => {
    const asked = idenfy.reportCalls.length;
    const session = await reports.ended(scene);
    const document = await reports.filed(session);
    const [file] = document.files;
    assert.deepEqual(
      [document.type, document.status, document.source, document.documentDate, document.files.length],
      ['VERIFICATION_REPORT', 'ACTIVE', 'PROVIDER', document.createdAt.slice(0, 'YYYY-MM-DD'.length), 1],
    );
    assert.deepEqual(
      [file?.fileName, file?.mediaType, file?.sha256],
      [`verification-report-${session.sessionId}.pdf`, 'application/pdf', SHA256],
    );
    assert.deepEqual(await bytesOf(await contentOf(session, document.uuid, '?variant=original')), IDENFY_REPORT);
    assert.equal((await readPdf(await bytesOf(await contentOf(session, document.uuid)))).pages.length, 1);
    const logged = await service.db.read(sql`select subject_kind from pii_access_log
      where buyer_id = ${session.buyerId}::uuid order by id`);
    assert.deepEqual(logged, [{ subject_kind: 'KYC_FILE_ORIGINAL' }, { subject_kind: 'KYC_FILE' }]);
    assert.deepEqual(await reports.trailOf(session), [
      { action: 'verification.report', details: { documentId: document.uuid, sha256: SHA256 } },
    ]);
    const credentials = Buffer.from(`${IDENFY_KEYS.apiKey}:${IDENFY_KEYS.apiSecret}`).toString('base64');
    assert.deepEqual(idenfy.reportCalls.slice(asked), [
      {
        authorization: `Basic ${credentials}`,
        body: {
          scanRef: session.scanRef,
          language: 'en',
          includeMainStepFiles: false,
          includeAdditionalStepFiles: false,
        },
      },
    ]);
  });

  it('needs the capability to be read', async () => {
    const poor = await sceneWithBuyer(service, { capabilities: { allowKycDocumentDownload: false } });
    const session = await reports.ended(poor);
    const { uuid } = await reports.filed(session);
    await expectProblem(await contentOf(session, uuid), 'capability-required');
  });

  it('stands with its hash in the sealed profile', async () => {
    const session = await reports.ended(scene);
    await reports.filed(session);
    const profile = await service.call('GET', `${session.buyer}/kyc/profile?language=en`, { token: session.token });
    const text = (await readPdf(await bytesOf(profile))).pages.join(' ').replaceAll(/\s+/g, ' ');
    assert.ok(text.includes('Identity verification report') && text.includes(SHA256));
  });

  it('counts for nothing, and is asked of nobody', async () => {
    const session = await reports.ended(scene);
    await reports.filed(session);
    const status = await service.call('GET', `${session.buyer}/kyc?expand=missingDocuments`, { token: session.token });
    const { documentsComplete, missingDocuments } = (await status.json()) as Record<string, unknown>;
    assert.equal(documentsComplete, false);
    assert.deepEqual(missingDocuments, ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_*']);
    await expectProblem(await kyc.upload(session, { type: 'VERIFICATION_REPORT' }), 'validation-error');
    const body = { recipientEmail: 'office@garagem.example', requestedDocuments: ['VERIFICATION_REPORT'] };
    await expectProblem(
      await service.call('POST', session.invitations, { token: session.token, body }),
      'validation-error',
    );
    for (const verb of ['reject', 'withdraw']) {
      const [{ uuid = '' } = {}] = await reports.listed(session);
      const path = `${session.buyer}/kyc/documents/${uuid}/${verb}`;
      await expectProblem(
        await service.call('POST', path, { token: session.token, body: { reason: 'Mine.' } }),
        'malformed-request',
      );
    }
    assert.deepEqual(
      (await reports.listed(session)).map((one) => one.status),
      ['ACTIVE'],
    );
  });

  it('comes of every session that ended with a word, the latest standing', async () => {
    const first = await reports.ended(scene, 'DENIED');
    const older = await reports.filed(first);
    const second = await reports.opened(first);
    await calls.told(identification(second.scanRef, { overall: 'APPROVED' }));
    await reports.untilIt(second, 'STORED');
    assert.deepEqual(
      (await reports.listed(first)).map(({ uuid, status }) => [uuid === older.uuid, status]),
      [
        [false, 'ACTIVE'],
        [true, 'SUPERSEDED'],
      ],
    );
    const third = await reports.ended(scene, 'EXPIRED');
    assert.deepEqual([await reports.jobsOf(third), (await reports.stateOf(third))?.report], [[], null]);
  });

  it('on an earlier session that comes later takes the place of none', async () => {
    idenfy.reportWith((response) => void response.writeHead(503).end());
    const first = await reports.ended(scene, 'DENIED');
    await reports.untilTried(first, 1);
    idenfy.reportWith(undefined);
    const second = await reports.opened(first);
    await calls.told(identification(second.scanRef, { overall: 'APPROVED' }));
    const newest = await reports.filed(second);
    await reports.hurry();
    await reports.untilIt(first, 'STORED');
    const listed = await reports.listed(first);
    assert.deepEqual(
      listed.map(({ uuid, status, supersededAt }) => [uuid === newest.uuid, status, supersededAt !== undefined]),
      [
        [false, 'SUPERSEDED', true],
        [true, 'ACTIVE', false],
      ],
    );
  });

  it('is filed once, however often it is told and by however many hands it is fetched', async () => {
    const other = await openWorker({ ...settingsOf(service), idenfy: idenfy.settings });
    try {
      const both = Promise.withResolvers<undefined>();
      let arrived = 0;
      idenfy.reportWith(async (response) => {
        arrived += 1;
        if (arrived === 2) setTimeout(() => both.resolve(undefined), 50);
        await both.promise;
        response.end(IDENFY_REPORT.toString('base64'));
      });
      const stored = (await kyc.storedFiles()).length;
      const session = await reports.ended(scene);
      await reports.queueAgain(session);
      await eventually('two hands', async () => {
        await reports.hurry();
        return arrived === 2;
      });
      const again = identification(session.scanRef, { overall: 'APPROVED' });
      await Promise.all(Array.from({ length: 5 }, () => calls.told(again)));
      await reports.filed(session);
      await reports.untilNoJob(session);
      assert.equal(arrived, 2);
      assert.equal((await reports.listed(session)).length, 1);
      assert.equal((await reports.trailOf(session)).length, 1);
      assert.equal((await calls.eventsOf(session)).length, 1);
      await kyc.untilStored(stored + FILES_FOR_ONE);
    } finally {
      idenfy.reportWith(undefined);
      await other.stop();
    }
  });

  it('on an earlier session, filed by two hands at the same instant, is filed once', async () => {
    const other = await openWorker({ ...settingsOf(service), idenfy: idenfy.settings });
    const holder = new Client({ connectionString: service.databaseUrl });
    await holder.connect();
    try {
      const waiting: (() => void)[] = [];
      idenfy.reportWith((response) => void waiting.push(() => response.end(IDENFY_REPORT)));
      const first = await reports.ended(scene, 'DENIED');
      await reports.queueAgain(first);
      await eventually('two hands', async () => {
        await reports.hurry();
        return waiting.length === 2;
      });
      const second = await reports.opened(first);
      await calls.told(identification(second.scanRef, { overall: 'APPROVED' }));
      await service.db.write(
        sql`update verification_sessions set report = 'STORED' where id = ${second.sessionId}::uuid`,
      );
      await holder.query('begin');
      await holder.query('select from buyers where id = $1 for update', [first.buyerId]);
      for (const answer of waiting) answer();
      await eventually('both wait to file it', async () => (await countWaiting()) === 2);
      await holder.query('commit');
      await reports.untilNoJob(first);
      assert.deepEqual(
        (await reports.listed(first)).map(({ status }) => status),
        ['SUPERSEDED'],
      );
      assert.equal((await reports.trailOf(first)).length, 1);
    } finally {
      await holder.end();
      idenfy.reportWith(undefined);
      await other.stop();
    }
  });

  it('on two sessions, filed at the same instant: the later one stands, of each there is one', async () => {
    const other = await openWorker({ ...settingsOf(service), idenfy: idenfy.settings });
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const waiting: (() => void)[] = [];
        idenfy.reportWith((response) => void waiting.push(() => response.end(IDENFY_REPORT)));
        const first = await reports.ended(scene, 'DENIED');
        const second = await reports.opened(first);
        await calls.told(identification(second.scanRef, { overall: 'APPROVED' }));
        await eventually('two hands', async () => {
          await reports.hurry();
          return waiting.length === 2;
        });
        for (const answer of round % 2 === 0 ? waiting : waiting.toReversed()) answer();
        await Promise.all([first, second].map((session) => reports.untilIt(session, 'STORED')));
        const standing = await reports.listed(second);
        assert.deepEqual(
          standing
            .map(({ status, files }) => [status, files[0]?.fileName.includes(second.sessionId)])
            .toSorted(([one], [another]) => String(one).localeCompare(String(another))),
          [
            ['ACTIVE', true],
            ['SUPERSEDED', false],
          ],
        );
      }
    } finally {
      idenfy.reportWith(undefined);
      await other.stop();
    }
  });

  it('is fetched of a blocked buyer too', async () => {
    const session = await reports.opened(await sceneWithBuyer(service));
    await service.call('POST', `${session.buyer}/block`, session);
    await calls.told(identification(session.scanRef, { overall: 'APPROVED' }));
    await reports.filed(session);
  });
});

describe('an erasure', () => {
  const erase = async ({ buyer, token }: BuyerScene): Promise<void> => {
    const answer = await service.call('POST', `${buyer}/erase`, { token, body: { reason: 'A letter.' } });
    assert.equal(answer.status, 200);
  };

  it('takes the report along, and its bytes', async () => {
    const session = await reports.ended(scene);
    await reports.filed(session);
    const before = (await kyc.storedFiles()).length;
    await erase(session);
    assert.deepEqual(await reports.listed(session), []);
    const clock = { now: () => new Date(systemClock.now().getTime() + 2 * 3_600_000) };
    await service.deps.files.sweep({ db: service.db, clock });
    assert.equal((await kyc.storedFiles()).length, before - FILES_FOR_ONE);
  });

  it('before the report is fetched, or meanwhile, leaves none', async () => {
    const [comes, goesOn] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    idenfy.reportWith(async (response) => {
      comes.resolve(undefined);
      await goesOn.promise;
      response.end(IDENFY_REPORT);
    });
    const stored = (await kyc.storedFiles()).length;
    const session = await reports.ended(scene);
    await comes.promise;
    await erase(session);
    goesOn.resolve(undefined);
    await reports.untilNoJob(session);
    idenfy.reportWith(undefined);
    const asked = idenfy.reportCalls.length;
    await reports.queueAgain(session);
    await reports.untilNoJob(session);
    assert.equal(idenfy.reportCalls.length, asked);
    assert.deepEqual([await reports.listed(session), await reports.trailOf(session)], [[], []]);
    await kyc.untilStored(stored);
  });
});

describe('what the provider gives', () => {
  const inLines = IDENFY_REPORT.toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  const GOOD: readonly [what: string, answer: (response: ServerResponse) => void][] = [
    ['bytes', (response) => void response.end(IDENFY_REPORT)],
    ['Base64 in lines', (response) => void response.end(inLines)],
    ['Base64 in quotes, without its end', (response) => void response.end(`"${inLines.replaceAll('=', '')}"`)],
    [
      'Base64 in small pieces',
      async (response) => {
        const text = IDENFY_REPORT.toString('base64');
        for (let at = 0; at < text.length; at += 101) {
          response.write(text.slice(at, at + 101));
          await new Promise((resolve) => setImmediate(resolve));
        }
        response.end();
      },
    ],
  ];
  for (const [what, answer] of GOOD)
    it(`as ${what} is taken`, async () => {
      idenfy.reportWith(answer);
      const { files } = await reports.filed(await reports.ended(scene));
      assert.equal(files[0]?.sha256, SHA256);
      idenfy.reportWith(undefined);
    });
});

it('no secret of the provider, and nothing that he sends, is in a log', async () => {
  const log = [...service.logLines, ...worker.logLines].join('\n');
  for (const planted of [IDENFY_KEYS.apiSecret, IDENFY_KEYS.callbackKey, 'generate-pdf', '%PDF', 'JVBER'])
    assert.ok(!log.includes(planted), planted);
});
