import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  IDENFY_KEYS,
  IDENFY_REPORT,
  type IdenfyServer,
  type Misbehaviour,
  sendJson,
  startIdenfyServer,
} from '../../../../../harness/src/idenfy-server.ts';
import { type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';
import { refusedPdfs } from '../../files/corpus-pdfs.test-support.ts';
import { makePdf, makePng } from '../../files/sample-files.ts';
import { MAX_FILE_BYTES } from '../documents/index.ts';
import { reportCalls } from './reports.test-support.ts';

interface LogLine {
  readonly level?: string;
  readonly msg?: string;
  readonly session?: string;
  readonly failure?: string;
}

let idenfy: IdenfyServer;
let service: TestService;
let worker: TestWorker;
let scene: BuyerScene;
let kyc: KycCalls;
let reports: ReturnType<typeof reportCalls>;
before(async () => {
  idenfy = await startIdenfyServer();
  service = await startService(idenfy.settings);
  worker = await openWorker({ ...settingsOf(service), idenfy: idenfy.settings });
  scene = await sceneWithBuyer(service);
  kyc = kycCalls(service);
  reports = reportCalls(service, idenfy);
});
after(async () => {
  await worker.stop();
  await service.close();
  await idenfy.close();
});
afterEach(() => idenfy.reportWith(undefined));

function toldAbout(sessionId: string): [level: string | undefined, failure: string | undefined][] {
  const lines = worker.logLines.map((line) => JSON.parse(line) as LogLine);
  const told = lines.filter(({ session, failure }) => session === sessionId && failure !== undefined);
  return told.map(({ level, failure }) => [level, failure]);
}

const bytes =
  (body: Buffer): Misbehaviour =>
  (response) =>
    void response.end(body);
const inBase64 = (body: Buffer): Misbehaviour => bytes(Buffer.from(body.toString('base64')));

describe('a report that nobody may open', () => {
  const REFUSED: [what: string, Misbehaviour, failure: string][] = [
    ['a picture', inBase64(makePng()), 'not-a-pdf'],
    ['words', inBase64(Buffer.from('I am no PDF, only called so.')), 'unsupported-file-type'],
    ['a PDF of more than 20 MB', bytes(makePdf(MAX_FILE_BYTES + 1)), 'file-too-large'],
    ['endless', inBase64(makePdf(2 * MAX_FILE_BYTES)), 'file-too-large'],
    ['endless blanks', bytes(Buffer.alloc(2 * MAX_FILE_BYTES, ' ')), 'too-long'],
    ['nothing', bytes(Buffer.alloc(0)), 'file-empty'],
    ['JSON', (response) => sendJson(response, 200, { pdf: IDENFY_REPORT.toString('base64') }), 'odd-answer'],
    ['a page', bytes(Buffer.from('<!doctype html><p>Sign in.')), 'odd-answer'],
  ];

  async function assertRefused([what, answer, failure]: (typeof REFUSED)[number]): Promise<void> {
    idenfy.reportWith(answer);
    const stored = (await kyc.storedFiles()).length;
    const asked = idenfy.reportCalls.length;
    const session = await reports.ended(scene);
    await reports.untilIt(session, 'MISSING');
    await reports.untilNoJob(session);
    assert.deepEqual(toldAbout(session.sessionId), [['error', failure]], what);
    assert.deepEqual(await reports.trailOf(session), [{ action: 'verification.reportMissing', details: { failure } }]);
    assert.deepEqual(await reports.listed(session), []);
    assert.equal(idenfy.reportCalls.length, asked + 1, 'it is not asked for again');
    await kyc.untilStored(stored);
  }

  for (const wrong of REFUSED)
    it(`as it is ${wrong[0]} is not kept, and the operator is told once`, () => assertRefused(wrong));

  it('as its PDF is hostile or broken is not kept either', async () => {
    for (const [what, , content, verdict] of await refusedPdfs())
      await assertRefused([what, inBase64(content), String(verdict)]);
  });
});

describe('a provider who gives no report now', () => {
  const refusal =
    (status: number, identifier: string, headers: Record<string, string> = {}): Misbehaviour =>
    (response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      // Messages repeat what was sent.
      sendJson(response, status, { identifier, message: `planted message ${IDENFY_KEYS.apiSecret}` });
    };
  const brokenOff: Misbehaviour = (response) => {
    response.writeHead(200, { 'content-length': IDENFY_REPORT.length });
    response.write(IDENFY_REPORT.subarray(0, 100), () => response.destroy());
  };
  const LATER: [what: string, Misbehaviour, failure: string, level: 'warn' | 'error', leastSeconds: number][] = [
    ['down', refusal(502, 'x'), 'status-502', 'warn', 29],
    [
      'busy for ten minutes',
      refusal(429, 'TOO_MANY_REQUESTS', { 'retry-after': '600' }),
      'TOO_MANY_REQUESTS',
      'warn',
      599,
    ],
    ['closing the line', (response) => void response.destroy(), 'unreachable', 'warn', 29],
    ['breaking off', brokenOff, 'unreachable', 'warn', 29],
    ['refusing the key', refusal(401, 'UNAUTHORIZED'), 'UNAUTHORIZED', 'error', 29],
    ['refusing the contract', refusal(403, 'PARTNER_CONTRACT_ERROR'), 'PARTNER_CONTRACT_ERROR', 'error', 29],
    ['without it yet', refusal(404, 'x'), 'status-404', 'error', 29],
  ];
  for (const [what, answer, failure, level, leastSeconds] of LATER)
    it(`as he is ${what} is asked again later, and gives it then`, async () => {
      idenfy.reportWith(answer);
      const session = await reports.ended(scene);
      await reports.untilTried(session, 1);
      assert.deepEqual(toldAbout(session.sessionId), [[level, failure]]);
      const seconds = await reports.secondsToWait(session);
      assert.ok(seconds >= leastSeconds && seconds <= 1.5 * (leastSeconds + 1), String(seconds));
      idenfy.reportWith(undefined);
      await reports.hurry();
      await reports.filed(session);
      await reports.untilNoJob(session);
    });

  it('is asked at growing pauses, and after three days no more', async () => {
    idenfy.reportWith(refusal(503, 'x'));
    const session = await reports.ended(scene);
    const pauses: number[] = [];
    for (let tries = 1; tries <= 4; tries += 1) {
      await reports.untilTried(session, tries);
      pauses.push(await reports.secondsToWait(session));
      await reports.hurry();
    }
    for (const [at, seconds] of pauses.entries()) assert.ok(seconds > 29 * 2 ** at, `${seconds} s at ${at}`);
    await reports.exhaust(session);
    await reports.hurry();
    await reports.untilIt(session, 'MISSING');
    await reports.untilNoJob(session);
    assert.deepEqual(toldAbout(session.sessionId).at(-1), ['error', 'status-503']);
    assert.deepEqual(await reports.trailOf(session), [
      { action: 'verification.reportMissing', details: { failure: 'status-503' } },
    ]);
  });

  it('leaves no secret in the log', () => {
    const log = worker.logLines.join('\n');
    for (const planted of [IDENFY_KEYS.apiSecret, 'planted message', idenfy.url])
      assert.ok(!log.includes(planted), planted);
  });
});
