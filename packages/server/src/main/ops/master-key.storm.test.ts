import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { createTestDatabase, type TestDatabase } from '../../../../harness/src/database.ts';
import { eventually } from '../../../../harness/src/eventually.ts';
import { freePort } from '../../../../harness/src/free-port.ts';
import { kycCalls } from '../../../../harness/src/kyc-calls.ts';
import { PRODUCTION_SETTINGS } from '../../../../harness/src/production-settings.ts';
import { type MailServer, startMailServer } from '../../../../harness/src/mail-server.ts';
import { expectPage, expectRedirect } from '../../../../harness/src/portal.ts';
import {
  addBuyer,
  buyerBody,
  type BuyerScene,
  type InvitationScene,
  invite,
  sceneWithBuyer,
} from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { stepOf } from '../../../../harness/src/session-addresses.ts';
import { createTusClient } from '../../../../harness/src/tus-client.ts';
import { type SessionView, verificationCalls } from '../../../../harness/src/verification-calls.ts';
import { createVisitor, pathOfLink, textOf } from '../../../../harness/src/visitor.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../../harness/src/webhook-receiver.ts';
import { openWorker, settingsOf } from '../../../../harness/src/worker.ts';
import { makePdf } from '../../modules/files/sample-files.ts';
import { expectPaperSealed } from './sealed-paper.test-support.ts';
import { declaredOn, FIELDS } from '../../modules/self-service/declarations/declarations.test-support.ts';
import { checkVatNumber } from '../../modules/kyc/vies/vies.test-support.ts';
import { expectPersonOpen, plantProspect } from '../../modules/self-service/prospects/planted-prospect.test-support.ts';
import { createKeyring } from '../../platform/keyring.ts';
import { runOps } from './run-ops.ts';

const OLDER = `1:${randomBytes(32).toString('base64')}`;
const NEWER = `2:${randomBytes(32).toString('base64')}`;
const BOTH = `${NEWER},${OLDER}`;
const KINDS = [
  'stored-answers',
  'stored-files',
  'link-keys',
  'unfinished-uploads',
  'mail-facts',
  'webhook-secrets',
  'declaration-answers',
  'not-supplied-reasons',
  'vies-companies',
  'verification-urls',
  'buyer-contacts',
  'prospect-people',
  'electronic-seal-keys',
];
const PIECE_BYTES = 150_000;
const ROWS = 4_000;
const FILES = 12;
/** At which word of a rewrap it is killed, and how long after. */
const KILLS = [
  [/^stored-answers: \d+ .* \.\.\.$/m, 0],
  [/none left/, 0],
  [/none left/, 10],
  [/none left/, 20],
  [/none left/, 40],
] as const;
const file = new Uint8Array(makePdf(300_000));

let database: TestDatabase;
let dataDir: string;
let port: string;
let mail: MailServer;
let receiver: WebhookReceiver;
let service: TestService;
let masterKeysNow = OLDER;

/** The demo's master keys stand in a file of the data folder: all processes read the same ones. */
async function startWith(masterKeys: string): Promise<void> {
  await service?.close();
  masterKeysNow = masterKeys;
  await writeFile(join(dataDir, 'master.key'), masterKeys);
  service = await startService({ PORT: port, DATA_DIR: dataDir }, { url: database.url, drop: async () => undefined });
}

function productionOf(masterKeys: string): Record<string, string> {
  return {
    ...PRODUCTION_SETTINGS,
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    OIDC_ISSUER: 'http://127.0.0.1:9/realms/nt24-idp',
    PUBLIC_BASE_URL: 'https://kyc.example',
    MASTER_KEY: masterKeys,
  };
}

async function ops(words: readonly string[], masterKeys = BOTH): Promise<string> {
  const lines: string[] = [];
  await runOps(words, { env: productionOf(masterKeys), print: (line) => lines.push(line) });
  return lines.join('\n');
}

function start(words: readonly string[], masterKeys: string) {
  const entry = fileURLToPath(new URL('../run.js', import.meta.url));
  const child = spawn(process.execPath, [entry, ...words], { env: { ...process.env, ...productionOf(masterKeys) } });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, output: () => output };
}

/** No process has sealed by this key for a while. */
async function grewQuiet(keyId: number, minutes = 5): Promise<void> {
  await service.db.write(sql`update master_keys set last_sealing_at = now() - make_interval(mins => ${minutes}::int)
    where id = ${keyId}::int`);
}

before(async () => {
  [database, dataDir, mail, receiver] = await Promise.all([
    createTestDatabase(),
    mkdtemp(join(tmpdir(), 'nt24-master-key-')),
    startMailServer(),
    startWebhookReceiver(),
  ]);
  port = String(await freePort());
});
after(async () => {
  await service.close();
  await Promise.all([mail.close(), receiver.close(), database.drop(), rm(dataDir, { recursive: true })]);
});

interface Sealed {
  readonly scene: InvitationScene;
  readonly declared: InvitationScene;
  readonly upload: string;
  readonly documentUuid: string;
  readonly webhook: { readonly id: string; readonly secret: string };
  readonly answer: { readonly key: string; readonly body: Record<string, unknown>; readonly text: string };
  readonly words: string;
  readonly verified: BuyerScene;
  readonly session: SessionView;
  readonly prospect: Awaited<ReturnType<typeof plantProspect>>;
}

/** Something of each kind, sealed under the service's key. */
async function sealOneOfEach(buyer: BuyerScene, path: string): Promise<Sealed> {
  const { token } = buyer;
  const scene = await invite(service, buyer, { locale: 'en', requestedDocuments: ['BANK_STATEMENT'] });
  const visitor = createVisitor(service);
  await visitor.prepare(scene.invitation.publicLinkUrl, []);
  const tus = createTusClient(visitor, service.url);
  const upload = await tus.begin({ byteSize: file.length });
  assert.equal((await tus.patch(upload, 0, file.slice(0, PIECE_BYTES))).status, 204);
  const words = `reported ${path}`;
  expectRedirect(await visitor.post('/kyc/documents/not-supplied/BANK_STATEMENT', { reason: words }), '/kyc/documents');
  expectRedirect(
    await visitor.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/report`, { reason: 'OTHER', words, lang: 'en' }),
    `${pathOfLink(scene.invitation.publicLinkUrl)}/report?lang=en`,
  );
  const documents = kycCalls(service);
  const { uuid: documentUuid } = await documents.uploaded(buyer, { type: 'VAT_CERTIFICATE', file: Buffer.from(file) });
  await checkVatNumber(service, buyer);
  const made = await service.call('POST', '/v1/webhooks', {
    token,
    body: { url: receiver.urlOf(path), events: ['kyc.*'] },
  });
  const key = randomUUID();
  const body = buyerBody({ contacts: [{ firstName: 'Ana', lastName: 'Silva', email: 'ana@garagem.example' }] });
  const answered = await service.call('POST', `${buyer.partner}/buyers`, { token, key, body });
  const verified = await addBuyer(service, buyer.org, token);
  await expectPaperSealed(service.db, productionOf(masterKeysNow));
  return {
    scene,
    declared: await declaredOn(service, buyer),
    upload,
    documentUuid,
    webhook: (await made.json()) as Sealed['webhook'],
    answer: { key, body, text: await answered.text() },
    words,
    verified,
    session: await verificationCalls(service).started(verified),
    prospect: await plantProspect(service, buyer.org),
  };
}

/** What needs no process beside the service. */
async function expectAllOpen(sealed: Sealed): Promise<void> {
  const { scene, documentUuid, answer } = sealed;
  const token = await scene.org.token();
  const shown = await service.call('GET', scene.path, { token });
  const { publicLinkUrl } = (await shown.json()) as { publicLinkUrl: string };
  assert.equal(publicLinkUrl, scene.invitation.publicLinkUrl);
  const visitor = createVisitor(service);
  expectRedirect(await visitor.post(`${pathOfLink(publicLinkUrl)}/start`), '/kyc/documents');
  assert.ok((await (await visitor.get('/kyc/documents')).text()).includes(sealed.words), 'why there is no document');
  const content = await service.call('GET', `${scene.buyer}/kyc/documents/${documentUuid}/content?variant=original`, {
    token,
  });
  assert.deepEqual(new Uint8Array(await content.arrayBuffer()), file);
  const submission = await service.call('GET', `${sealed.declared.path}/submission`, { token });
  assert.ok((await submission.text()).includes(FIELDS.place), 'what was declared');
  const checks = await service.call('GET', `${scene.buyer}/kyc/vies-checks`, { token });
  assert.match(await checks.text(), /GARAGEM CENTRAL LDA/);
  const replayed = await service.call('POST', `${scene.partner}/buyers`, { token, key: answer.key, body: answer.body });
  assert.equal(replayed.headers.get('idempotent-replayed'), 'true');
  assert.equal(await replayed.text(), answer.text);
  assert.deepEqual(await verificationCalls(service).started({ ...sealed.verified, token }), sealed.session);
  await expectPaperSealed(service.db, productionOf(masterKeysNow));
  await expectPersonOpen(service, sealed.prospect);
}

/** Comes back by the link, and goes on with the upload where it stood. */
async function finishUpload({ scene, upload: begun }: Sealed): Promise<void> {
  // Under the newer key his session has another name.
  const upload = stepOf(begun) ?? '';
  const visitor = createVisitor(service);
  expectRedirect(await visitor.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`), '/kyc/documents');
  const tus = createTusClient(visitor, service.url);
  assert.equal(await tus.offset(upload), PIECE_BYTES);
  assert.equal((await tus.patch(upload, PIECE_BYTES, file.slice(PIECE_BYTES))).status, 204);
  const finished = await tus.finish(upload);
  assert.equal(finished.status, 200, await finished.text());
}

/** By the first byte of a sealed key, behind magic, nonce prefix and length. */
async function keysOfFiles(): Promise<number[]> {
  const names = await readdir(join(dataDir, 'files'), { recursive: true });
  const files = names.filter((name) => /[0-9a-f]{32}$/.test(name));
  return Promise.all(files.map(async (name) => (await readFile(join(dataDir, 'files', name)))[16] ?? 0));
}

function expectSigned(sealed: Sealed, path: string): void {
  const [webhook] = receiver.at(path);
  assert.ok(webhook);
  const [, at = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(webhook.headers['x-novatrade-signature'])) ?? [];
  assert.equal(mac, createHmac('sha256', sealed.webhook.secret).update(`${at}.`).update(webhook.body).digest('hex'));
}

/** Stored answers by the thousand, so that a rewrap takes a while. */
async function sealAnswers({ org }: BuyerScene): Promise<void> {
  const keyring = createKeyring([{ id: 1, key: Buffer.from(OLDER.slice(2), 'base64') }]);
  const hashes = Array.from({ length: ROWS }, (_, n) => createHash('sha256').update(String(n)).digest());
  const sealed = hashes.map((keyHash) =>
    keyring.seal('idempotency-answer', keyHash.toString('hex'), Buffer.from('{}')),
  );
  await service.db.write(sql`insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
    select ${org.organizationId}::uuid, n.key_hash, 'f', n.answer from unnest(${hashes}::bytea[], ${sealed}::bytea[]) as n (key_hash, answer)
    on conflict (organization_id, key_hash) do update set answer = excluded.answer`);
}

test(
  'a master key leaves by a rewrap that was killed again and again, and everything opens without it',
  { timeout: 300_000 },
  async () => {
    await startWith(OLDER);
    const buyer = await sceneWithBuyer(service);
    const first = await sealOneOfEach(buyer, '/first');
    for (let n = 0; n < FILES; n += 1) {
      await kycCalls(service).uploaded(buyer, { type: 'COC_EXTRACT', file: makePdf(200_000 + n) });
    }
    await sealAnswers(buyer);

    await startWith(BOTH);
    await expectAllOpen(first);
    const second = await sealOneOfEach(buyer, '/second');
    assert.match(
      await ops(['master-key', 'status']),
      new RegExp(`^KIND +KEY 1 +KEY 2 \\(SEALS\\)\n(?:[a-z-]+ +[1-9]\\d* +\\d+\n){${KINDS.length}}key 1 was sealing`),
    );
    assert.match(
      await ops(['master-key', 'rewrap']),
      /key 1 was sealing within the last minute: give all processes the MASTER_KEY of this command, and rewrap 2 minutes later$/,
    );
    await expectAllOpen(first);

    // A process that was left with the older key alone first: what it sealed is found by the next rewrap.
    await startWith(OLDER.replace(/$/, `,${NEWER}`));
    const third = await sealOneOfEach(buyer, '/third');
    await startWith(BOTH);
    await grewQuiet(1);
    const refused = start(['api'], NEWER);
    assert.equal(await refused.ended, 1);
    assert.equal(
      refused.output(),
      `MASTER_KEY lacks key 1, which seals ${KINDS.toSorted().join(', ')}; add it behind the others, and let it leave by npm run ops -- master-key rewrap\n`,
    );

    let kills = 0;
    let isHalfDone = false;
    for (const [shown, pauseMs] of KILLS) {
      await sealAnswers(buyer);
      const killed = start(['ops', 'master-key', 'rewrap'], BOTH);
      killed.child.stdout.on('data', () => {
        if (shown.test(killed.output())) setTimeout(() => (kills += killed.child.kill('SIGKILL') ? 1 : 0), pauseMs);
      });
      await killed.ended;
      await expectAllOpen(first);
      await expectAllOpen(third);
      const keys = await keysOfFiles();
      isHalfDone ||= keys.includes(1) && keys.includes(2);
    }
    assert.ok(kills >= 3, `${kills} kills`);
    assert.ok(isHalfDone, 'a kill came between two files');
    await sealAnswers(buyer);

    const done = await ops(['master-key', 'rewrap']);
    for (const kind of KINDS) assert.match(done, new RegExp(`^${kind}: \\d+ sealed anew under key 2, none left$`, 'm'));
    assert.match(done, /\nkey 1 is used by nothing and may leave MASTER_KEY$/);
    assert.match(
      await ops(['master-key', 'status']),
      new RegExp(
        `^KIND +KEY 1 +KEY 2 \\(SEALS\\)\n(?:[a-z-]+ +0 +[1-9]\\d*\n){${KINDS.length}}key 1 is used by nothing and may leave MASTER_KEY$`,
      ),
    );
    assert.deepEqual(new Set(await keysOfFiles()), new Set([2]));
    const leftovers = await readdir(dataDir, { recursive: true });
    assert.deepEqual(
      leftovers.filter((name) => name.endsWith('.new')),
      [],
    );

    await startWith(NEWER);
    for (const sealed of [first, second, third]) {
      await expectAllOpen(sealed);
      await finishUpload(sealed);
    }
    const worker = await openWorker({ ...settingsOf(service, mail.url), abuseContact: 'abuse@operator.example' });
    for (const [sealed, path] of [
      [first, '/first'],
      [second, '/second'],
      [third, '/third'],
    ] as const) {
      const fired = await service.call('POST', `/v1/webhooks/${sealed.webhook.id}/test`, {
        token: await buyer.org.token(),
        body: {
          eventType: 'kyc.vies_check_failed',
          data: {
            buyerUuid: buyer.buyerId,
            vatNumber: 'PT123456789',
            previousResult: 'VALID',
            currentResult: 'INVALID',
            checkedAt: '2026-11-28T12:00:00Z',
            reason: 'sample',
          },
        },
      });
      assert.equal(fired.status, 202, await fired.text());
      await eventually('the test was delivered', () => receiver.at(path).length > 0);
      expectSigned(sealed, path);
      await eventually('the report was sent', () =>
        mail.mails.some(({ parsed }) => parsed.text?.includes(sealed.words)),
      );
    }
    await worker.stop();
  },
);

test('a session opens with the key that seals, and for 12 hours with the one before', async () => {
  await startWith(`3:${randomBytes(32).toString('base64')},${NEWER}`);
  const buyer = await sceneWithBuyer(service);
  const { invitation } = await invite(service, buyer, { locale: 'en' });
  const link = pathOfLink(invitation.publicLinkUrl);
  const three = await readFile(join(dataDir, 'master.key'), 'utf8');
  const visitor = createVisitor(service);
  expectRedirect(await visitor.post(`${link}/start`), '/kyc/documents');
  const older = visitor.cookie;

  // Held ready, then at work: no visitor loses his session, in whichever process he comes.
  const four = `4:${randomBytes(32).toString('base64')}`;
  await startWith(`${three},${four}`);
  await expectPage(await visitor.get('/kyc/company'), 200, 'company.title');
  await startWith(`${four},${three}`);
  await expectPage(await visitor.get('/kyc/company'), 200, 'company.title');
  const newer = visitor.cookie;
  await startWith(`${three},${four}`);
  await expectPage(await visitor.get('/kyc/company'), 200, 'company.title');

  await startWith(`${four},${three}`);
  await grewQuiet(3, 12 * 60 + 1);
  await startWith(`${four},${three}`);
  for (const [cookie, status, key] of [
    [older, 403, 'errorPage.sessionEnded.title'],
    [newer, 200, 'company.title'],
  ] as const) {
    visitor.cookie = cookie;
    const page = await visitor.get('/kyc/company');
    assert.equal(page.status, status, textOf(key));
  }
});

test('another key under the same id is refused before it seals anything', async () => {
  const stranger = start(['worker'], `4:${randomBytes(32).toString('base64')}`);
  assert.equal(await stranger.ended, 1);
  assert.match(stranger.output(), /^the master key does not open what key 4 of this database has sealed; .*\n$/);
});
