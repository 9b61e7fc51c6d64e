import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Buyer, EventPage, Invitation, KycDocument, Me, Page, Problem } from '@nt24/sdk';
import { type BuyerScene, publish, sceneWithBuyer } from '../../harness/src/scene.ts';
import { startService, type TestService } from '../../harness/src/service.ts';
import { makePdf } from '../../server/src/modules/files/sample-files.ts';
import { type Cli, cliWith, credentialsOf } from './cli-process.test-support.ts';

const BUYER =
  '--kyc-mode nt24_led --company-name Oficina --street Almada --post-code 4050-036 --city Porto --country PT'.split(
    ' ',
  );

describe('nt24', () => {
  let service: TestService;
  let scene: BuyerScene;
  let nt24: Cli;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    nt24 = cliWith(credentialsOf(service, scene.org));
  });
  after(() => service.close());

  it('says who the caller is, and takes the only seller as the one', async () => {
    const me = await nt24.json<Me>(['whoami']);
    assert.deepEqual(
      me.authorizedPartners.map(({ uuid }) => uuid),
      [scene.org.sellerId],
    );
    const { code, stdout } = await nt24(['whoami']);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^organizationUuid +${me.organizationUuid}$`, 'm'));
    assert.match(stdout, new RegExp(`^${scene.org.sellerId}  Seller 0`, 'm'));
  });

  it('makes, lists, changes and blocks a buyer', async () => {
    const made = await nt24.json<Buyer>(['buyers', 'create', '--vat-number', 'PT507172086', ...BUYER]);
    assert.equal(made.kycMode, 'NT24_LED');
    assert.equal(made.address.city, 'Porto');
    const found = await nt24.json<Page<Buyer>>(['buyers', 'list', '--vat-number', 'PT507172086']);
    assert.deepEqual(found.data, [made]);
    const named = await nt24.json<Buyer>(['buyers', 'update', made.uuid, '--city', 'Aveiro', '--if-match', '0']);
    assert.deepEqual([named.address.city, named.version], ['Aveiro', 1]);
    const moved = await nt24.json<Buyer>(['buyers', 'update', made.uuid, '--city', 'Braga']);
    assert.deepEqual([moved.address.city, moved.address.street, moved.version], ['Braga', 'Almada', 2]);
    assert.equal((await nt24(['buyers', 'update', made.uuid, '--city', 'Faro', '--if-match', '0'])).code, 1);
    const stale = await nt24(['buyers', 'update', made.uuid, '--city', 'Faro', '--if-match', '"0"', '--json']);
    assert.equal(stale.code, 1);
    assert.match((JSON.parse(stale.stderr) as Problem).type, /version-mismatch$/);
    assert.equal((await nt24.json<Buyer>(['buyers', 'block', made.uuid])).status, 'BLOCKED');
    const table = await nt24(['buyers', 'list']);
    assert.match(table.stdout, /^UUID +STATUS +VAT NUMBER +COMPANY NAME/);
    assert.match(table.stdout, /BLOCKED +PT507172086 +Oficina +Braga/);
    assert.ok(!table.stdout.includes('\u001b'));
  });

  it('tells programs where a list goes on, and all of it as one entry a line', async () => {
    await nt24(['buyers', 'create', '--vat-number', 'PT503504564', ...BUYER]);
    const list = ['buyers', 'list', '--size', '1'];
    const { data, pagination } = await nt24.json<Page<Buyer>>([...list, '--cursor', '']);
    assert.deepEqual([data.length, pagination.hasNext], [1, true]);
    const next = await nt24.json<Page<Buyer>>([...list, '--cursor', pagination.nextCursor ?? '']);
    assert.deepEqual([next.data.length, next.data[0]?.uuid === data[0]?.uuid], [1, false]);
    const { stdout } = await nt24([...list, '--all', '--json']);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, pagination.totalElements);
    assert.ok(lines.some((line) => (JSON.parse(line) as Buyer).uuid === data[0]?.uuid));
    const latest = await nt24.json<EventPage>(['events', 'list', '--after', 'latest']);
    assert.deepEqual([latest.data, latest.hasMore], [[], false]);
  });

  it('invites, tells of it, and revokes', async () => {
    const create = ['invitations', 'create', '--buyer', scene.buyerId, '--recipient-email', 'office@garagem.example'];
    const { uuid, status } = await nt24.json<Invitation>([...create, '--no-reminders', '--expires-in-days', '7']);
    assert.equal(status, 'ACTIVE');
    const ofBuyer = await nt24.json<Page<Invitation>>(['invitations', 'list', '--buyer', scene.buyerId]);
    assert.deepEqual(
      ofBuyer.data.map((one) => one.uuid),
      [uuid],
    );
    const revoked = await nt24.json<Invitation>(['invitations', 'revoke', uuid, '--reason', 'Called off.']);
    assert.equal(revoked.revocationReason, 'Called off.');
    const types = await nt24.json<{ data: { type: string }[] }>(['invitations', 'activity', uuid]);
    assert.deepEqual(
      types.data.map(({ type }) => type),
      ['CREATED', 'MAIL_QUEUED', 'REVOKED'],
    );
    const again = await nt24(['invitations', 'revoke', uuid, '--reason', 'Twice.', '--buyer', scene.buyerId]);
    assert.equal(again.code, 1);
    assert.match(
      again.stderr,
      /^nt24: 409 .+\n {2}The invitation is REVOKED\.\n {2}type invitation-not-active\n {2}traceId [0-9a-f-]{36}\n$/,
    );
  });

  it('sends a document, and gets it back as a file of its owner', async () => {
    const sent = join(nt24.home, 'extract.pdf');
    writeFileSync(sent, makePdf());
    const upload = ['documents', 'upload', sent, '--buyer', scene.buyerId, '--type', 'coc_extract'];
    const { uuid, type } = await nt24.json<KycDocument>([...upload, '--document-date', '2026-11-30']);
    assert.equal(type, 'COC_EXTRACT');
    const download = ['documents', 'download', uuid, '--buyer', scene.buyerId, '--variant', 'original'];
    const { file } = await nt24.json<{ file: string }>(download, { cwd: mkdtempSync(join(nt24.home, 'to-')) });
    assert.equal(file, 'extract.pdf');
  });

  it('does not write over a file, unless it is told to', async () => {
    const { data } = await nt24.json<{ data: KycDocument[] }>(['documents', 'list', '--buyer', scene.buyerId]);
    const [document] = data;
    const out = join(nt24.home, 'out.pdf');
    const download = ['documents', 'download', document?.uuid ?? '', '--buyer', scene.buyerId, '--out', out];
    assert.equal((await nt24([...download, '--variant', 'original'])).code, 0);
    assert.deepEqual(readFileSync(out), makePdf());
    assert.equal(statSync(out).mode & 0o777, 0o600);
    writeFileSync(out, 'mine');
    const refused = await nt24(download);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /--force/);
    assert.equal(readFileSync(out, 'utf8'), 'mine');
    assert.equal((await nt24([...download, '--force'])).code, 0);
    assert.notEqual(readFileSync(out, 'utf8'), 'mine');
    const piped = await nt24([...download.slice(0, -1), '-']);
    assert.match(piped.stdout, /^%PDF-/);
  });

  it('gives a picture to a pipe with nothing beside it', async () => {
    const { invitation } = await publish(service, {}, scene);
    const { stdout, stderr } = await nt24(['invitations', 'qr', invitation.uuid, '--out', '-', '--json']);
    assert.match(stdout, /^<svg[^]*<\/svg>\s*$/);
    assert.equal(stderr, '');
  });
});
