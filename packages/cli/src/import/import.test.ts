import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readCsv } from './csv-file.ts';
import { rowsOf } from './import-row.ts';
import { openReport } from './report.ts';
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
    assert.deepEqual([...second.known.keys()], ['k2']);
    await second.add({ line: 3, key: 'k3', outcome: 'exists', at });
    await second.close();
    const third = await openReport(path, WHOSE);
    assert.deepEqual([...third.known.keys()], ['k2', 'k3']);
    await third.close();
  });

  it('counts the refusals that the service keeps, and no others', async () => {
    const path = join(folder, 'refused.jsonl');
    const first = await openReport(path, WHOSE);
    for (const status of [409, 429, 500, 422]) await first.add({ line: 2, key: 'k', outcome: 'failed', at, status });
    await first.close();
    const second = await openReport(path, WHOSE);
    assert.equal(second.refusals('k'), 2);
    await second.close();
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
