import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { UsageError } from '../failure.ts';
import { readCsv } from './csv-file.ts';
import { rowsOf } from './import-row.ts';
import { KEPT_PROBLEMS } from './kept-problems.ts';
import { openReport, peekReport } from './report.ts';
import { keyed } from './row-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'nt24-import-'));
after(() => rmSync(folder, { recursive: true }));
const WHOSE = { baseUrl: 'https://api.example', sellerId: 'a' };
const BUYER = 'ae96e7c1-e3d5-4fb3-99cf-f5e51239506b';

async function read(text: string | Uint8Array): Promise<ReturnType<typeof rowsOf>> {
  const path = join(folder, 'file.csv');
  writeFileSync(path, text);
  return rowsOf(await readCsv(path));
}

describe('a file of invitations', () => {
  it('is read by commas, semicolons and tabs, with the marks and ends of lines of other programs', async () => {
    for (const by of [',', ';', '\t']) {
      const text = `\ufeffRecipientEmail${by}buyerid${by}label\r\na@b.example${by}${BUYER}${by}"one ${by} two"\r\n\r\n`;
      const { rows, faults } = await read(text);
      assert.deepEqual(faults, []);
      assert.deepEqual(rows, [
        { line: 2, cells: { recipientEmail: 'a@b.example', buyerId: BUYER, label: `one ${by} two` } },
      ]);
    }
  });

  it('says of each line what is wrong', async () => {
    const { rows, faults } = await read(
      [
        'recipientEmail,buyerId,vatNumber,companyName,expiresInDays,reminders,colour,requestedDocuments',
        `a@b.example,${BUYER},,,30,true,,COC_EXTRACT contact_passport`,
        `no address,${BUYER},,,,,,`,
        'a@b.example,,,,,,,',
        `a@b.example,${BUYER},PT1,,,,,`,
        'a@b.example,,PT1,Garagem,91,yes,,NO_SUCH',
        `"a@b.example",${BUYER},,"two`,
        'lines",,,,,more,cells',
      ].join('\n'),
    );
    assert.deepEqual(
      rows.map(({ line }) => line),
      [2],
    );
    assert.deepEqual(
      faults.map(({ line, column }) => `${line} ${column}`),
      [
        '1 colour',
        '3 recipientEmail',
        '4 buyerId',
        '5 buyerId',
        ...['street', 'postCode', 'city', 'country', 'kycMode', 'expiresInDays', 'reminders', 'requestedDocuments'].map(
          (column) => `6 ${column}`,
        ),
        '7 column 9',
        '7 column 10',
        ...['street', 'postCode', 'city', 'country', 'kycMode', 'vatNumber'].map((column) => `7 ${column}`),
      ],
    );
  });

  it('is refused where a column is there twice, in whatever letters', async () => {
    await assert.rejects(read(`recipientEmail,label,buyerId,Label,LABEL\na@b.example,x,${BUYER},y,z`), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /label \(column 2\), Label \(column 4\), LABEL \(column 5\)/);
      return true;
    });
    await assert.rejects(read('colour,colour\na,b'), UsageError);
    const { faults } = await read('recipientEmail,,\na@b.example,,');
    assert.deepEqual([...new Set(faults.map(({ line, column }) => `${line} ${column}`))], ['1 ', '2 buyerId']);
  });

  it('is refused where names would be read wrong', async () => {
    await assert.rejects(read(Buffer.from('recipientEmail\nm\xfcller@b.example', 'latin1')), /UTF-8/);
    await assert.rejects(read('a,"b\nc'), /no CSV/);
    await assert.rejects(read(''), /empty/);
  });
});

describe('the key of a line', () => {
  const row = (line: number, label: string) => ({ line, cells: { recipientEmail: 'a@b.example', label } });

  it('is that of what it says, wherever it stands, and of its number among equals', () => {
    const keys = keyed([row(2, 'x'), row(3, 'y'), row(4, 'x')], 'one').map(({ key }) => key);
    const sorted = keyed([row(2, 'new'), row(3, 'x'), row(4, 'x'), row(5, 'y')], 'one').map(({ key }) => key);
    assert.equal(new Set(keys).size, 3);
    assert.deepEqual(sorted.slice(1), [keys[0], keys[2], keys[1]]);
    assert.equal(
      keyed([row(2, 'x')], 'two').some(({ key }) => keys.includes(key)),
      false,
    );
  });
});

describe('a report', () => {
  const at = '2026-12-01T00:00:00.000Z';

  it('has one head, whoever begins it, and only its owner may read it', async () => {
    const path = join(folder, 'together.jsonl');
    const all = await Promise.all(Array.from({ length: 8 }, () => openReport(path, WHOSE)));
    assert.equal(new Set(all.map(({ importId }) => importId)).size, 1);
    await Promise.all(all.map((one) => one.close()));
    assert.equal(readFileSync(path, 'utf8').trim().split('\n').length, 1);
    assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('goes on behind an entry that a kill has torn', async () => {
    const path = join(folder, 'torn.jsonl');
    const first = await openReport(path, WHOSE);
    await first.add({ line: 2, key: 'k2', outcome: 'created', at, invitationUuid: 'i' });
    await first.close();
    appendFileSync(path, '{"line":3,"key":"k3","outc');
    const second = await openReport(path, WHOSE);
    assert.deepEqual([second.isDone('k2'), second.isDone('k3')], [true, false]);
    await second.add({ line: 3, key: 'k3', outcome: 'exists', at });
    await second.close();
    const third = await openReport(path, WHOSE);
    assert.deepEqual([third.isDone('k2'), third.isDone('k3')], [true, true]);
    await third.close();
  });

  it('has a line that was invited once as done, whatever another run says of it later', async () => {
    const path = join(folder, 'done.jsonl');
    const first = await openReport(path, WHOSE);
    await first.add({ line: 2, key: 'k2', outcome: 'created', at, invitationUuid: 'i' });
    await first.add({ line: 3, key: 'k3', outcome: 'exists', at, invitationUuid: 'j' });
    await first.add({ line: 4, key: 'k4', outcome: 'failed', at, attempt: 0, status: 409, type: 'buyer-blocked' });
    await first.add({ line: 4, key: 'k4', outcome: 'created', at, invitationUuid: 'k' });
    for (const key of ['k2', 'k3', 'k5'])
      await first.add({ line: 2, key, outcome: 'failed', at, attempt: 0, status: 409, type: 'buyer-blocked' });
    await first.close();
    const second = await openReport(path, WHOSE);
    await second.close();
    assert.deepEqual(
      ['k2', 'k3', 'k4', 'k5', 'k6'].map((key) => second.isDone(key)),
      [true, true, true, false, false],
    );
    const peeked = await peekReport(path);
    assert.deepEqual([peeked?.importId, peeked?.isDone('k2'), peeked?.isDone('k5')], [second.importId, true, false]);
  });

  it('takes another key behind a refusal that the service keeps, and no other', async () => {
    const path = join(folder, 'refused.jsonl');
    const first = await openReport(path, WHOSE);
    const refusals = [
      ['blocked', 409, 'buyer-blocked'],
      ['gone', 404, 'not-found'],
      ['token', 401, 'unauthorized'],
      ['at-work', 409, 'idempotency-key-in-progress'],
      ['large', 413, 'payload-too-large'],
      ['invalid', 422, 'validation-error'],
      ['limited', 429, 'rate-limited'],
      ['broken', 500, 'internal-error'],
      ['unheard-of', 409, 'of-a-newer-service'],
    ] as const;
    for (const [key, status, type] of refusals)
      await first.add({ line: 2, key, outcome: 'failed', at, attempt: 0, status, type });
    // No call that the service keeps anything of: it was looked for by reading.
    await first.add({ line: 2, key: 'unknown-buyer', outcome: 'failed', at, attempt: 0, type: 'not-found' });
    await first.close();
    const second = await openReport(path, WHOSE);
    await second.close();
    const moved = [...refusals.map(([key]) => key), 'unknown-buyer'].filter((key) => second.attempt(key) !== 0);
    assert.deepEqual(moved, ['blocked', 'gone']);
  });

  it('takes the next key once, though several runs were refused under the same one', async () => {
    const path = join(folder, 'several.jsonl');
    const first = await openReport(path, WHOSE);
    for (const attempt of [0, 0, 1, 0])
      await first.add({ line: 2, key: 'k', outcome: 'failed', at, attempt, status: 409, type: 'buyer-blocked' });
    await first.close();
    const second = await openReport(path, WHOSE);
    await second.close();
    assert.equal(second.attempt('k'), 2);
  });

  it('knows the problems that the service keeps', () => {
    const page = readFileSync(new URL('../../../../docs/problems.md', import.meta.url), 'utf8');
    const kept = [...page.matchAll(/^\| \d+ \| \[`([a-z-]+)`\]\S* \| yes \|/gm)].map(([, slug]) => slug);
    assert.ok(kept.length > 0);
    assert.deepEqual([...KEPT_PROBLEMS].toSorted(), kept.toSorted());
  });

  it('is not taken for another seller, and no other file for a report', async () => {
    const path = join(folder, 'foreign.jsonl');
    await (await openReport(path, WHOSE)).close();
    await assert.rejects(openReport(path, { ...WHOSE, sellerId: 'b' }), /another seller/);
    writeFileSync(path, 'recipientEmail\n');
    await assert.rejects(openReport(path, WHOSE), /no report/);
    assert.equal(readFileSync(path, 'utf8'), 'recipientEmail\n');
  });
});
