import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type IdenfyServer, startIdenfyServer } from '../../../../../harness/src/idenfy-server.ts';
import { type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { opsOf, type OpsOutcome } from '../../../../../harness/src/ops.ts';
import { createPortalScene, expectRedirect } from '../../../../../harness/src/portal.ts';
import { addBuyer, buyerBody, type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { unzip } from '../../../../../harness/src/unzip.ts';
import { COMPLETE_TYPES, tokenOfLink } from '../../../../../harness/src/visitor.ts';
import { makePdf } from '../../files/sample-files.ts';
import { exportBuyer } from './index.ts';
import { plantProspect } from '../prospects/planted-prospect.test-support.ts';
import { type PlantedBuyer, plantBuyer } from '../erasure/planted-buyer.test-support.ts';

const JSON_FILES = [
  'buyer.json',
  'contacts.json',
  'invitations.json',
  'submissions.json',
  'prospects.json',
  'drafts.json',
  'documents.json',
  'vies-checks.json',
  'verifications.json',
  'access-log.json',
  'trail.json',
];

interface Manifest {
  readonly format: string;
  readonly sellerUuid: string;
  readonly buyerUuid: string;
  readonly exportedAt: string;
  readonly files: readonly {
    readonly path: string;
    readonly byteSize: number;
    readonly sha256: string;
    readonly description: string;
  }[];
  readonly leftOut: readonly string[];
}

let idenfy: IdenfyServer;
let service: TestService;
let kyc: KycCalls;
let folder: string;
before(async () => {
  idenfy = await startIdenfyServer();
  service = await startService(idenfy.settings);
  kyc = kycCalls(service);
  folder = await mkdtemp(join(tmpdir(), 'nt24-export-'));
});
after(async () => {
  await service.close();
  await idenfy.close();
  rmSync(folder, { recursive: true });
});

const newPath = (): string => join(folder, `${randomUUID()}.zip`);

function exportTo(out: string, { org, buyerId }: BuyerScene, ...more: readonly string[]): Promise<OpsOutcome> {
  const whose = ['--seller', org.sellerId, '--buyer', buyerId];
  return opsOf(service)('buyers', 'export', ...whose, '--out', out, ...more);
}

async function exported(scene: BuyerScene, ...more: readonly string[]): Promise<Map<string, Buffer>> {
  const out = newPath();
  assert.equal((await exportTo(out, scene, ...more)).err, '');
  return unzip(out);
}

const parsed = <Value>(files: ReadonlyMap<string, Buffer>, path: string): Value =>
  JSON.parse(String(files.get(path))) as Value;

const call = async (scene: BuyerScene, path: string): Promise<Response> => {
  const answer = await service.call('GET', path, { token: scene.token });
  assert.equal(answer.status, 200, path);
  return answer;
};

function readingsOf({ buyerId }: BuyerScene): Promise<object[]> {
  return service.db.read(sql`select organization_id, client_id, subject_id, purpose from pii_access_log
    where buyer_id = ${buyerId}::uuid and subject_kind = 'BUYER_EXPORT' order by id`);
}

describe('the export of a buyer', () => {
  let planted: PlantedBuyer;
  before(async () => (planted = await plantBuyer(service, idenfy)));

  it('holds everything that is kept of him, with a manifest by which anybody can check it', async () => {
    const { scene, plants } = planted;
    const out = newPath();
    const { out: printed, err } = await exportTo(out, scene, '--purpose', 'GDPR 15');
    assert.equal(err, '');
    assert.equal(statSync(out).mode & 0o777, 0o600);
    const files = await unzip(out);
    const names = [...files.keys()];
    assert.deepEqual(names.slice(0, JSON_FILES.length), JSON_FILES);
    assert.equal(names.at(-1), 'manifest.json');
    assert.match(printed, new RegExp(`exported to ${out}: ${files.size} files, \\d+ bytes$`));

    const manifest = parsed<Manifest>(files, 'manifest.json');
    assert.equal(manifest.format, 'nt24-buyer-export');
    assert.deepEqual([manifest.sellerUuid, manifest.buyerUuid], [scene.org.sellerId, scene.buyerId]);
    assert.deepEqual(
      manifest.files.map(({ path, byteSize, sha256 }) => [path, byteSize, sha256]),
      [...files].slice(0, -1).map(([path, bytes]) => [path, bytes.length, sha256Of(bytes)]),
    );
    assert.ok(manifest.files.every(({ description }) => description.length > 10) && manifest.leftOut.length > 0);

    const all = Buffer.concat([...files.values()]).toString();
    for (const { word, isExported } of plants) assert.equal(all.includes(word), isExported, word);
  });

  it('names who introduced himself on a published link and became him', async () => {
    const scene = await sceneWithBuyer(service);
    const person = { email: `planted@${randomUUID()}.example`, firstName: 'Planted', lastName: 'Visitor' };
    const { vatNumber } = (await (await call(scene, scene.buyer)).json()) as { vatNumber: string };
    const { prospectUuid } = await plantProspect(service, scene.org, { person, company: { vatNumber } });
    const body = { kycMode: 'NT24_LED', resolve: 'KEEP_BUYER' };
    const path = `${scene.partner}/prospects/${prospectUuid}/convert`;
    assert.equal((await service.call('POST', path, { token: scene.token, body })).status, 200);
    const [prospect] = parsed<Record<string, unknown>[]>(await exported(scene), 'prospects.json');
    assert.deepEqual(
      [prospect?.['uuid'], prospect?.['buyerId'], prospect?.['contact']],
      [prospectUuid, scene.buyerId, person],
    );
  });

  it('says of each thing what the API says', async () => {
    const { scene, sent } = planted;
    const files = await exported(scene);
    assert.deepEqual(parsed(files, 'buyer.json'), await (await call(scene, scene.buyer)).json());
    assert.deepEqual(parsed(files, 'contacts.json'), await (await call(scene, `${scene.buyer}/contacts`)).json());
    const [submission, ...others] = parsed<Record<string, unknown>[]>(files, 'submissions.json');
    assert.equal(others.length, 0);
    const told = (await (await call(scene, `${sent.path}/submission`)).json()) as object;
    assert.deepEqual(submission, { invitationUuid: sent.invitation.uuid, ...told });
    assert.ok('declaration' in told);
    const checks = (await (await call(scene, `${scene.buyer}/kyc/vies-checks`)).json()) as {
      data: object[];
    };
    assert.deepEqual(parsed(files, 'vies-checks.json'), checks.data.toReversed());
    const invitations = parsed<Record<string, unknown>[]>(files, 'invitations.json');
    assert.deepEqual(
      invitations.map(({ uuid }) => uuid).toSorted(),
      [sent, planted.open, planted.revoked].map(({ invitation }) => invitation.uuid).toSorted(),
    );
    for (const invitation of invitations) {
      const mails = invitation['mails'] as { kind: string; status: string }[];
      assert.ok(mails.some(({ kind }) => kind === 'INVITATION'));
      assert.ok((invitation['activity'] as { action: string }[]).some(({ action }) => action === 'invitation.create'));
    }
    const trail = new Set(parsed<{ action: string }[]>(files, 'trail.json').map(({ action }) => action));
    for (const action of ['buyer.upsert', 'contact.create', 'document.reject', 'verification.complete', 'vies.check'])
      assert.ok(trail.has(action), action);
  });

  it('holds each file byte for byte as it was received, documents and drafts alike', async () => {
    const { scene, open } = planted;
    const files = await exported(scene);
    interface FileView {
      readonly uuid: string;
      readonly path: string;
      readonly sha256: string;
    }
    const documents = parsed<{ uuid: string; files: FileView[] }[]>(files, 'documents.json');
    const listed = await kyc.listed(scene);
    assert.deepEqual(documents.map(({ uuid }) => uuid).toSorted(), listed.map(({ uuid }) => uuid).toSorted());
    let compared = 0;
    for (const { uuid, files: views } of documents)
      for (const view of views) {
        const path = `${scene.buyer}/kyc/documents/${uuid}/content?variant=original&file=${view.uuid}`;
        const received = Buffer.from(await (await call(scene, path)).arrayBuffer());
        assert.ok(files.get(view.path)?.equals(received), view.path);
        compared += 1;
      }
    const [draft, ...others] = parsed<{ invitationUuid: string; files: FileView[]; unfinishedUploads: object[] }[]>(
      files,
      'drafts.json',
    );
    assert.deepEqual([draft?.invitationUuid, others.length], [open.invitation.uuid, 0]);
    assert.equal(draft?.unfinishedUploads.length, 1);
    for (const { path, sha256 } of draft?.files ?? []) assert.equal(sha256Of(files.get(path)), sha256);
    assert.equal(
      compared + (draft?.files.length ?? 0),
      [...files.keys()].filter((path) => path.startsWith('files/')).length,
    );
  });

  it('opens nothing, and holds nothing of others', async () => {
    const { scene, sent, open, revoked } = planted;
    const stranger = await sceneWithBuyer(service);
    const neighbour = await addBuyer(service, scene.org, scene.token);
    for (const other of [stranger, neighbour]) {
      const contacts = {
        ...buyerBody(),
        contacts: [{ firstName: 'Foreign-word', lastName: 'x', email: 'x@y.example' }],
      };
      const answer = await service.call('POST', `${other.partner}/buyers`, { token: other.token, body: contacts });
      assert.equal(answer.status, 201);
      await kyc.uploaded(other, { fileName: 'foreign-word.pdf' });
    }
    const files = await exported(scene);
    const all = Buffer.concat([...files.values()]).toString();
    const keys = await service.db.read<{ storage_key: string }>(sql`select storage_key from stored_files`);
    const secrets = [
      ...[sent, open, revoked].map(({ invitation }) => tokenOfLink(invitation.publicLinkUrl)),
      ...keys.map((row) => row.storage_key),
      readFileSync(join(service.config.dataDir, 'master.key'), 'utf8').trim().slice(2),
      'authToken',
      stranger.org.sellerId,
      stranger.buyerId,
      neighbour.buyerId,
    ];
    for (const secret of secrets) assert.ok(secret.length > 8 && !all.includes(secret), secret);
    assert.doesNotMatch(all, /foreign-word/i);
    const theirs = { ...scene, buyerId: stranger.buyerId };
    assert.match((await exportTo(newPath(), theirs)).err, /^there is no such buyer$/);
  });

  /** The operator's commands have a database of their own, at which nobody looks. */
  it('reads by statements that the guards have seen', async () => {
    const { scene } = planted;
    const byCommand = await exported(scene);
    const out = newPath();
    const place = { sellerId: scene.org.sellerId, buyerId: scene.buyerId };
    await exportBuyer(service.deps, { place, purpose: undefined, sink: createWriteStream(out) });
    const files = await unzip(out);
    assert.deepEqual([...files.keys()], [...byCommand.keys()]);
    for (const path of ['buyer.json', 'contacts.json', 'invitations.json', 'submissions.json', 'documents.json'])
      assert.ok(files.get(path)?.equals(byCommand.get(path) ?? Buffer.alloc(0)), path);
  });

  it('is written to the log of readings, and to the trail, as the operator’s', async () => {
    const scene = await sceneWithBuyer(service);
    const files = await exported(scene, '--purpose', 'Letter of 28 November');
    const reading = { organization_id: null, client_id: 'OPERATOR', subject_id: scene.buyerId };
    assert.deepEqual(await readingsOf(scene), [{ ...reading, purpose: 'Letter of 28 November' }]);
    const [told] = parsed<{ subjectKind: string; clientId: string }[]>(files, 'access-log.json').slice(-1);
    assert.deepEqual([told?.subjectKind, told?.clientId], ['BUYER_EXPORT', 'OPERATOR']);
    const trail = parsed<{ action: string; actorKind: string }[]>(files, 'trail.json').at(-1);
    assert.deepEqual([trail?.action, trail?.actorKind], ['buyer.export', 'OPERATOR']);
    const day = (at: number): string => new Date(Date.now() + at * 86_400_000).toISOString().slice(0, 10);
    const between = ['--from', day(-1), '--to', day(1), '--seller', scene.org.sellerId];
    assert.match((await opsOf(service)('pii-log', 'export', ...between)).out, /,,OPERATOR,.*,BUYER_EXPORT,/);
  });
});

describe('an export that cannot be', () => {
  it('is refused in words, leaves no file, and is no reading', async () => {
    const scene = await sceneWithBuyer(service);
    const out = newPath();
    const ops = opsOf(service);
    const wrong: [BuyerScene, RegExp][] = [
      [{ ...scene, buyerId: randomUUID() }, /^there is no such buyer$/],
      [{ ...scene, buyerId: 'x' }, /^there is no such buyer$/],
    ];
    for (const [whose, text] of wrong) assert.match((await exportTo(out, whose)).err, text);
    const words = ['--seller', scene.org.sellerId, '--buyer', scene.buyerId];
    assert.match((await ops('buyers', 'export', ...words)).err, /^--out is missing$/);
    assert.match((await exportTo(out, scene, '--purpose', 'ä')).err, /^a purpose has at most 200/);
    assert.match((await exportTo(join(folder, 'none', 'x.zip'), scene)).err, /x\.zip cannot be written: ENOENT$/);
    writeFileSync(out, 'precious');
    assert.match((await exportTo(out, scene)).err, /\.zip is there already; name another file$/);
    assert.equal(readFileSync(out, 'utf8'), 'precious');
    rmSync(out);
    assert.deepEqual(await readingsOf(scene), []);
    const body = { reason: 'A letter.' };
    assert.equal((await service.call('POST', `${scene.buyer}/erase`, { token: scene.token, body })).status, 200);
    assert.match((await exportTo(out, scene)).err, /^the buyer was erased at 20\S+Z; /);
    assert.equal(existsSync(out), false);
    assert.deepEqual(await readingsOf(scene), []);
  });

  it('leaves nothing behind where a file is gone or damaged, and names it', async () => {
    for (const spoil of [rmSync, (path: string) => truncateSync(path, statSync(path).size - 9)]) {
      const scene = await sceneWithBuyer(service);
      const document = await kyc.uploaded(scene, { type: 'COC_EXTRACT', file: makePdf(300_000) });
      const fileId = document.files[0]?.uuid ?? '';
      const [row] = await service.db.read<{ storage_key: string }>(
        sql`select storage_key from kyc_files where id = ${fileId}::uuid`,
      );
      spoil((await kyc.storedFiles()).find((path) => path.endsWith(row?.storage_key ?? '?')) ?? '');
      const out = newPath();
      const { err } = await exportTo(out, scene);
      assert.match(err, new RegExp(`^file ${fileId} of the type COC_EXTRACT cannot be read: `));
      assert.equal(existsSync(out), false);
    }
  });
});

describe('the paths of the archive', () => {
  it('are nobody’s choice: a file name stands in the data alone', async () => {
    const scene = await sceneWithBuyer(service);
    const hostile = ['../../etc/cron.d/evil.pdf', '..\\..\\evil.pdf', '/abs/evil.pdf', 'C:\\evil.pdf', 'manifest.json'];
    const portal = createPortalScene(service, scene);
    const visitor = await portal.started(await portal.invited({ requestedDocuments: COMPLETE_TYPES }));
    for (const fileName of hostile) expectRedirect(await visitor.upload({ fileName }), '/kyc/documents');
    const files = await exported(scene);
    const paths = [...files.keys()];
    assert.equal(paths.length, JSON_FILES.length + 1 + hostile.length);
    for (const path of paths.slice(JSON_FILES.length, -1))
      assert.match(path, /^files\/coc-extract-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.pdf$/);
    assert.match(String(files.get('drafts.json')), /evil/);
  });
});

function sha256Of(bytes: Buffer | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}
