import assert from 'node:assert/strict';
import { hash, randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { uploadJobs } from './jobs.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { stepOf } from '../../../../../harness/src/session-addresses.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';
import { createUploadScenes, pdf, trickle, type UploadScenes } from './uploads.test-support.ts';

const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);
const PIECES = 20;
const LIMIT_BYTES = 20 * 1024 * 1024;

describe('uploads in pieces', () => {
  let service: TestService;
  let scenes: UploadScenes;
  before(async () => {
    service = await startService();
    scenes = await createUploadScenes(service);
  });
  after(() => service.close());

  /** How often tables were read so far: those that say whether a link stands, and those that only pages speak of. */
  async function scans(): Promise<{ stands: number; shown: number }> {
    // On every connection: what a writing statement holds, no other one gets.
    const flush = sql`select pg_stat_force_next_flush(), pg_sleep(0.05)`;
    await Promise.all(Array.from({ length: service.config.database.poolSize }, () => service.db.write(flush)));
    await Promise.all([service.db.find(flush), service.db.commit(flush, { group: '' })]);
    const row = await service.db.readFirst<{ stands: number; shown: number }>(sql`select
        coalesce(sum(seq_scan + idx_scan) filter (where relname = 'invitations'), 0)::int as stands,
        coalesce(sum(seq_scan + coalesce(idx_scan, 0))
          filter (where relname in ('sellers', 'brands', 'mails', 'kyc_drafts', 'kyc_files')), 0)::int as shown
      from pg_stat_user_tables`);
    assert.ok(row);
    return row;
  }

  /** Ids of the uploads of which anything lies on the disk. */
  async function partials(): Promise<string[]> {
    const names = await readdir(join(service.config.dataDir, 'uploads')).catch(() => []);
    return [...new Set(names.map((name) => name.slice(0, 36)))].sort();
  }

  it('ends a piece whose upload is removed at the same instant with 404, not with a failure', async () => {
    const { visitor, tus } = await scenes.opened();
    const statuses = new Set<number>();
    for (let round = 0; round < 40; round += 1) {
      const path = await tus.begin({ byteSize: pdf.length });
      // Every second time it is the first piece.
      const at = round % 2 === 0 ? 70_000 : 0;
      if (at > 0) await tus.patch(path, 0, pdf.slice(0, at));
      const [piece, removed] = await Promise.all([
        tus.patch(path, at, pdf.slice(at, at + 70_000)),
        visitor.post(`${path}/remove`),
      ]);
      await piece.text();
      assert.equal(removed.status, 303);
      statuses.add(piece.status);
    }
    assert.deepEqual(
      [...statuses].filter((status) => status !== 204 && status !== 404),
      [],
    );
    assert.deepEqual(await partials(), []);
  });

  it('takes a file in pieces, answers where it stands, and makes it part of the draft once', async () => {
    const { scene, visitor, tus } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length, fileName: 'Auszug März.pdf' });
    assert.match(path, /^\/kyc\/[A-Za-z0-9_-]{12}\/uploads\/[0-9a-f-]{36}$/);
    assert.equal(await tus.offset(path), 0);
    let at = 0;
    for (const size of [1, 70_000, 65_536, 3, pdf.length]) {
      const answer = await tus.patch(path, at, trickle(pdf.slice(at, at + size)));
      at = Math.min(at + size, pdf.length);
      assert.deepEqual([answer.status, answer.headers.get('upload-offset')], [204, String(at)]);
      assert.match(answer.headers.get('set-cookie') ?? '', /^__Host-nt24-[A-Za-z0-9_-]{12}=/);
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.equal(answer.headers.get('access-control-expose-headers'), null);
      assert.equal(await tus.offset(path), at);
      if (at === 70_001) {
        assert.equal((await tus.patch(path, 1, trickle(pdf.slice(1, 5)))).status, 409, 'an offset that is not the end');
        assert.equal((await tus.finish(path)).status, 409, 'not whole yet');
        const page = await (await visitor.get('/kyc/documents')).text();
        assert.match(page, /Auszug März\.pdf/);
        assert.match(page, /68\skB of 293\skB received/);
      }
    }
    const [name] = await partials();
    assert.ok(name);
    const answers = await Promise.all([tus.finish(path), tus.finish(path)]);
    for (const answer of answers) {
      assert.equal(answer.status, 200);
      const { status, html } = (await answer.json()) as { status: string; html: string };
      assert.equal(status, 'added');
      assert.match(html, /Auszug März\.pdf/);
    }
    assert.equal((await tus.finish(path)).status, 200, 'a repeat answers as the first');
    const draft = await scenes.draftOf(scene.invitation.uuid);
    assert.deepEqual(
      draft.map((file) => [file.sha256.toString('hex'), file.byte_size]),
      [[hash('sha256', pdf), pdf.length]],
    );
    assert.deepEqual(await partials(), []);
    assert.equal((await tus.call('HEAD', path)).status, 404);
  });

  it('keeps what came when the connection breaks in the middle of a piece', async () => {
    const { tus } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length });
    const broken = new ReadableStream({
      async start(controller) {
        controller.enqueue(pdf.slice(0, 100_000));
        await sleep(200);
        controller.error(new Error('the line is cut'));
      },
    });
    await assert.rejects(tus.patch(path, 0, broken));
    const offset = await tus.offset(path);
    assert.ok(offset >= 65_536 && offset <= 100_000, String(offset));
    assert.equal((await tus.patch(path, offset, pdf.slice(offset))).status, 204);
    assert.equal((await tus.finish(path)).status, 200);
  });

  it('knows the uploads of its own invitation only, and refuses other sites', async () => {
    const { tus } = await scenes.opened();
    const { tus: stranger } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length });
    const taken = stepOf(path) ?? '';
    assert.equal((await stranger.call('HEAD', taken)).status, 404);
    assert.equal((await stranger.patch(taken, 0, pdf)).status, 404);
    assert.equal((await stranger.finish(taken)).status, 404);
    assert.equal((await stranger.call('DELETE', taken)).status, 404);
    assert.equal((await tus.call('HEAD', '/kyc/uploads/..%2f..%2fetc')).status, 404);
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'tus-resumable': '1.0.0' };
    const other = await scenes.started(await scenes.invited());
    const cookie = other.cookie ?? '';
    for (const [method, url] of [
      ['POST', '/kyc/uploads'],
      ['PATCH', taken],
      ['DELETE', taken],
    ] as const) {
      const answer = await fetch(service.url + other.at(url), { method, headers: { ...foreign, cookie } });
      assert.equal(answer.status, 403, method);
    }
    assert.equal((await fetch(service.url + path, { method: 'HEAD' })).status, 403, 'no session');
    assert.equal((await tus.call('DELETE', path)).status, 204);
    assert.equal((await tus.call('HEAD', path)).status, 404);
  });

  it('refuses what the form refuses, with the same words, and keeps nothing of it', async () => {
    const { tus, visitor } = await scenes.opened();
    const wordsOf = async (answer: Response): Promise<string> => ((await answer.json()) as { message: string }).message;
    const large = await tus.create({ byteSize: LIMIT_BYTES + 1 });
    assert.equal(large.status, 413);
    assert.match(await wordsOf(large), /larger than 20\sMB/);
    const typeless = await tus.create({ byteSize: 10, type: 'NONSENSE' });
    assert.deepEqual([typeless.status, await wordsOf(typeless)], [422, textOf('documents.errorTypeMissing')]);
    const program = await tus.begin({ byteSize: 4 });
    assert.equal((await tus.patch(program, 0, bytesOf(Buffer.from('MZ..')))).status, 204);
    const judged = await tus.finish(program);
    assert.equal(judged.status, 415);
    assert.match(await wordsOf(judged), /^Commercial register extract, extract\.pdf: this is another kind of file/);
    assert.equal((await tus.call('HEAD', program)).status, 404);
    const empty = await tus.begin({ byteSize: 0 });
    assert.equal((await tus.finish(empty)).status, 422);
    assert.doesNotMatch(await (await visitor.get('/kyc/documents')).text(), /extract\.pdf/);
  });

  it('takes no small piece but the last one, and as many as an honest line can need', async () => {
    const { tus, visitor } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length });
    const small = await tus.patch(path, 0, pdf.slice(0, 65_535));
    assert.deepEqual([small.status, await small.text()], [400, 'piece-too-small']);
    assert.equal(await tus.offset(path), 0);
    assert.equal((await tus.patch(path, 0, pdf.slice(0, 65_536))).status, 204);
    assert.equal((await tus.patch(path, 65_536, trickle(pdf.slice(65_536, 65_537)))).status, 204, 'a line may die');
    assert.equal((await tus.patch(path, 65_537, pdf.slice(65_537, -2))).status, 204);
    assert.equal((await tus.patch(path, pdf.length - 2, pdf.slice(-2))).status, 204, 'the last one');
    assert.equal((await tus.finish(path)).status, 200);

    const endless = await tus.begin({ byteSize: pdf.length });
    await service.db.write(sql`update uploads set pieces = 1999 where id = ${endless.slice(-36)}::uuid`);
    assert.equal((await tus.patch(endless, 0, trickle(pdf.slice(0, 1)))).status, 204);
    const over = await tus.patch(endless, 1, trickle(pdf.slice(1, 2)));
    assert.equal(over.status, 422);
    const { message } = (await over.json()) as { message: string };
    assert.equal(message, textOf('documents.errorIncomplete').replace('{{name}}', textOf('documents.other')));
    assert.equal((await tus.call('HEAD', endless)).status, 404, 'it is gone, and takes no room');
    assert.doesNotMatch(await (await visitor.get('/kyc/documents')).text(), /data-upload=/);
    assert.deepEqual(await partials(), []);
  });

  it('counts unfinished uploads, also those that begin at once', async () => {
    const { tus, visitor } = await scenes.opened();
    const made = await Promise.all(Array.from({ length: 24 }, () => tus.create({ byteSize: 5 })));
    const statuses = made.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [...Array.from({ length: 20 }, () => 201), 422, 422, 422, 422]);
    assert.equal((await visitor.upload()).status, 422, 'the form has no room either');
    const path = made.find(({ status }) => status === 201)?.headers.get('location') ?? '';
    const removed = await visitor.post(`${path}/remove`);
    assert.deepEqual([removed.status, stepOf(removed.headers.get('location'))], [303, '/kyc/documents']);
    assert.match(await (await visitor.get('/kyc/documents')).text(), /“extract\.pdf” has been removed/);
    assert.equal((await visitor.upload()).status, 303);
  });

  it('is finished without script: whole by a button, otherwise by the same file sent as a form', async () => {
    const { scene, visitor, tus } = await scenes.opened();
    const shown = async (): Promise<string> => (await visitor.get('/kyc/documents')).text();
    const [cut, whole, bad] = [
      await tus.begin({ byteSize: pdf.length }),
      await tus.begin({ byteSize: pdf.length, fileName: 'whole.pdf' }),
      await tus.begin({ byteSize: 4, fileName: 'bad.pdf' }),
    ];
    await tus.patch(cut, 0, pdf.slice(0, 100_000));
    await tus.patch(whole, 0, pdf);
    await tus.patch(bad, 0, bytesOf(Buffer.from('MZ..')));
    const page = await shown();
    assert.deepEqual([page.includes(`${whole}/finish`), page.includes(`${cut}/finish`)], [true, false]);
    for (const path of [whole, cut, whole]) {
      const answer = await visitor.post(`${path}/finish`);
      assert.deepEqual([answer.status, stepOf(answer.headers.get('location'))], [303, '/kyc/documents']);
    }
    assert.match(await shown(), /“whole\.pdf” has been added/);
    const refused = await visitor.post(`${bad}/finish`);
    assert.equal(refused.status, 415);
    assert.match(await refused.text(), /class="error-summary".*bad\.pdf: this is another kind of file/s);
    for (let room = 18; room > 0; room -= 1) await tus.begin({ byteSize: 5 });
    assert.equal((await visitor.upload()).status, 422, 'another file finds no room');
    assert.equal((await visitor.upload({ bytes: pdf })).status, 303, 'the same one takes the room that it has');
    assert.equal((await tus.call('HEAD', cut)).status, 404);
    assert.equal((await partials()).includes(cut.slice(-36)), false);
    assert.equal((await scenes.draftOf(scene.invitation.uuid)).length, 2);
  });

  it('ends with a revocation: 410, and the bytes are gone', async () => {
    const { scene, tus } = await scenes.opened();
    const before = await partials();
    const [open, whole] = [await tus.begin({ byteSize: pdf.length }), await tus.begin({ byteSize: pdf.length })];
    await tus.patch(open, 0, trickle(pdf.slice(0, 1_000)));
    await tus.patch(whole, 0, pdf);
    assert.equal((await partials()).length, before.length + 2);
    await scenes.revoke(scene);
    assert.equal((await tus.call('HEAD', open)).status, 410);
    assert.equal((await tus.patch(open, 1_000, pdf.slice(1_000))).status, 410);
    assert.equal((await tus.finish(whole)).status, 410);
    assert.deepEqual(await partials(), before);
    assert.deepEqual(await scenes.draftOf(scene.invitation.uuid), []);
  });

  it('reads for a piece whether its link stands, and nothing of what a page shows', async () => {
    const { tus } = await scenes.opened();
    const path = await tus.begin({ byteSize: PIECES + 1 });
    const before = await scans();
    for (let at = 0; at < PIECES; at += 1)
      assert.equal((await tus.patch(path, at, trickle(new Uint8Array(1)))).status, 204);
    const after = await scans();
    assert.ok(after.stands >= before.stands + PIECES, 'all were counted');
    assert.equal(after.shown, before.shown);
  });

  it('sweeps what is a day old, what belongs to an ended invitation, and bytes that no row knows', async () => {
    const { scene, tus } = await scenes.opened();
    const { tus: other } = await scenes.opened();
    const [old, young] = [await other.begin({ byteSize: 9 }), await other.begin({ byteSize: 9 })];
    const ended = await tus.begin({ byteSize: 9 });
    const five = bytesOf(Buffer.from('%PDF-'));
    for (const path of [old, young]) await other.patch(path, 0, trickle(five));
    await tus.patch(ended, 0, trickle(five));
    const [oldId, youngId, endedId] = [old, young, ended].map((path) => path.slice(-36));
    const stray = randomUUID();
    await writeFile(join(service.config.dataDir, 'uploads', stray), 'left by a process that died');
    await service.db.write(sql`update uploads set created_at = now() - interval '25 hours' where id = ${oldId}::uuid`);
    await scenes.revoke(scene);
    const tasks = uploadJobs(service.deps);
    for (const task of tasks) await task.run(new AbortController().signal);
    const left = await partials();
    assert.deepEqual(
      [oldId, youngId, endedId, stray].map((id) => left.includes(id ?? '')),
      [false, true, false, false],
    );
    assert.equal(await other.offset(young), 5);
    assert.equal((await other.call('HEAD', old)).status, 404);
  });
});
