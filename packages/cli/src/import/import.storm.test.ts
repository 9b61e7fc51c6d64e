import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Invitation } from '@nt24/sdk';
import { eventually } from '../../../harness/src/eventually.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../harness/src/service.ts';
import { settled } from '../../../harness/src/settled.ts';
import { type Cli, cliWith, credentialsOf, startCli } from '../cli-process.test-support.ts';
import type { ReportEntry } from './report.ts';

const LINES = 300;
const KILLS = 5;

describe('nt24 invitations import', () => {
  let service: TestService;
  let scene: BuyerScene;
  let nt24: Cli;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    nt24 = cliWith(credentialsOf(service, scene.org));
  });
  after(() => service.close());

  function fileOf(lines: readonly string[]): { readonly file: string; readonly report: string } {
    const file = join(mkdtempSync(join(nt24.home, 'import-')), 'buyers.csv');
    writeFileSync(file, lines.join('\n'));
    return { file, report: `${file}.report.jsonl` };
  }

  const entriesIn = (report: string): ReportEntry[] =>
    readFileSync(report, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        try {
          return [JSON.parse(line) as ReportEntry];
        } catch {
          return [];
        }
      });

  async function invitationsTo(part: string): Promise<string[]> {
    await settled(service);
    const { stdout } = await nt24(['invitations', 'list', '--all', '--json']);
    const all = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Invitation);
    return all.map(({ recipientEmail = '' }) => recipientEmail).filter((address) => address.includes(part));
  }

  it(`makes each of ${LINES} invitations once, killed ${KILLS} times`, async (t) => {
    const row = (n: number): string =>
      `office@storm${n}.example,PT${100000000 + (n % 40)},Garagem ${n % 40},Rua 1,4050-262,Porto,PT,NT24_LED,Deal ${n}`;
    const head = 'recipientEmail,vatNumber,companyName,street,postCode,city,country,kycMode,label';
    const { file, report } = fileOf([head, ...Array.from({ length: LINES }, (_, n) => row(n))]);
    const seen: number[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const running = startCli(nt24, ['invitations', 'import', file]);
      const wanted = (seen.at(-1) ?? 0) + LINES / (KILLS + 1) / 2;
      const isOn = async (): Promise<boolean> => reportLength(report) > wanted || running.child.exitCode !== null;
      await eventually('it is on its way', isOn);
      running.child.kill('SIGKILL');
      assert.equal(await running.ended(), 'SIGKILL');
      seen.push(reportLength(report));
    }
    // The lines are sorted anew, and one comes in, in between.
    const rows = Array.from({ length: LINES + 1 }, (_, n) => row(n)).toReversed();
    writeFileSync(file, [head, ...rows].join('\n'));
    const { code, stderr } = await nt24(['invitations', 'import', file]);
    assert.equal(code, 0, stderr);
    t.diagnostic(`in the report at each kill: ${seen.join(', ')}; ${stderr.split('\n')[0]}`);
    const addresses = await invitationsTo('@storm');
    assert.equal(addresses.length, LINES + 1);
    assert.equal(new Set(addresses).size, LINES + 1);
    const entries = entriesIn(report);
    assert.deepEqual([...new Set(entries.map(({ outcome }) => outcome))], ['created']);
    assert.equal(new Set(entries.map(({ key }) => key)).size, LINES + 1);
    assert.ok(!readFileSync(report, 'utf8').includes('@'));
    const again = await nt24.json<{ created: number; doneBefore: number }>(['invitations', 'import', file]);
    assert.deepEqual([again.created, again.doneBefore], [0, LINES + 1]);
  });

  it('says what is wrong before anything is sent', async () => {
    const { file, report } = fileOf(['recipientEmail,buyerId', `good@dry.example,${scene.buyerId}`, 'bad,nobody']);
    const dry = await nt24(['invitations', 'import', file, '--dry-run', '--json']);
    assert.equal(dry.code, 1);
    const { toDo, faults } = JSON.parse(dry.stdout) as { toDo: number; faults: { line: number; column: string }[] };
    assert.deepEqual(
      [toDo, faults.map(({ line, column }) => `${line} ${column}`)],
      [1, ['3 recipientEmail', '3 buyerId']],
    );
    assert.equal((await nt24(['invitations', 'import', file])).code, 1);
    assert.deepEqual(await invitationsTo('@dry'), []);
    assert.throws(() => readFileSync(report), /ENOENT/);
    assert.equal((await nt24(['invitations', 'import', file, '--skip-invalid'])).code, 0);
    assert.deepEqual(await invitationsTo('@dry'), ['good@dry.example']);
  });

  it('tells refusals by line, and does the lines anew when the reason has gone', async () => {
    const { file, report } = fileOf(['recipientEmail,buyerId', `one@blocked.example,${scene.buyerId}`]);
    await nt24.json(['buyers', 'block', scene.buyerId]);
    const refused = await nt24(['invitations', 'import', file]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^line 2: buyer-blocked: /m);
    await nt24.json(['buyers', 'unblock', scene.buyerId]);
    assert.equal((await nt24(['invitations', 'import', file])).code, 0);
    assert.deepEqual(
      entriesIn(report).map(({ outcome }) => outcome),
      ['failed', 'created'],
    );
  });

  it('takes another key only behind a refusal that the service keeps', async () => {
    const { file, report } = fileOf([
      'recipientEmail,buyerId',
      `kept@refused.example,${randomUUID()}`,
      `free@refused.example.,${scene.buyerId}`,
    ]);
    for (let run = 0; run < 2; run += 1) assert.equal((await nt24(['invitations', 'import', file])).code, 1);
    assert.ok(!readFileSync(report, 'utf8').includes('@'));
    const said = entriesIn(report).map(({ line, type, attempt }) => `${line} ${type} ${attempt}`);
    assert.deepEqual(said.toSorted(), [
      '2 not-found 0',
      '2 not-found 1',
      '3 validation-error 0',
      '3 validation-error 0',
    ]);
  });

  it('makes each invitation once by two runs at once, and none for a line that one of them did not hear of', async () => {
    const rows = Array.from({ length: 60 }, (_, n) => `n${n}@both.example,${scene.buyerId}`);
    const { file, report } = fileOf(['recipientEmail,buyerId', ...rows]);
    const both = await Promise.all([nt24(['invitations', 'import', file]), nt24(['invitations', 'import', file])]);
    assert.deepEqual(
      both.map(({ code, stderr }) => (code === 0 ? '' : stderr)),
      ['', ''],
    );
    assert.equal(new Set(entriesIn(report).map(({ invitationUuid }) => invitationUuid)).size, rows.length);
    const [one] = entriesIn(report);
    const failed = { ...one, outcome: 'failed', attempt: 0, status: 409, type: 'idempotency-key-in-progress' };
    appendFileSync(report, `${JSON.stringify(failed)}\n`);
    const again = await nt24.json<{ created: number; exists: number; doneBefore: number }>([
      'invitations',
      'import',
      file,
    ]);
    assert.deepEqual([again.created, again.exists, again.doneBefore], [0, 0, rows.length]);
    assert.equal((await invitationsTo('@both')).length, rows.length);
  });

  it('does not understand a file with a column twice', async () => {
    const { file, report } = fileOf([
      'recipientEmail,buyerId,RecipientEmail',
      `a@twice.example,${scene.buyerId},b@c.d`,
    ]);
    const { code, stderr } = await nt24(['invitations', 'import', file, '--skip-invalid']);
    assert.equal(code, 3);
    assert.match(stderr, /recipientEmail \(column 1\), RecipientEmail \(column 3\)/);
    assert.throws(() => readFileSync(report), /ENOENT/);
  });

  it('finds what is ACTIVE already, and buyers by their VAT numbers', async () => {
    const { vatNumber } = await nt24.json<{ vatNumber: string }>(['buyers', 'get', scene.buyerId]);
    const { file } = fileOf([
      'recipientEmail;vatNumber',
      `one@found.example;${vatNumber}`,
      'two@found.example;PT999999999',
    ]);
    const first = await nt24(['invitations', 'import', file]);
    assert.match(first.stderr, /^line 3: not-found: /m);
    assert.match(first.stderr, /^1 invited, 0 had an active invitation, 1 failed, 0 done before$/m);
    const anew = await nt24(['invitations', 'import', file, '--report', `${file}.other`]);
    assert.match(anew.stderr, /^0 invited, 1 had an active invitation, 1 failed, 0 done before$/m);
  });

  it('ends at Ctrl-C with what is done in its report, and at refused credentials at once', async () => {
    const rows = Array.from({ length: 200 }, (_, n) => `n${n}@cancel.example,${scene.buyerId}`);
    const { file, report } = fileOf(['recipientEmail,buyerId', ...rows]);
    const wrong = await nt24(['invitations', 'import', file], {
      env: { NT24_CLIENT_SECRET: 'wrong', NT24_SELLER: scene.org.sellerId },
    });
    assert.equal(wrong.code, 4);
    assert.equal(reportLength(report), 0);
    const running = startCli(nt24, ['invitations', 'import', file, '--concurrency', '2']);
    await eventually('it is on its way', async () => reportLength(report) > 5);
    running.child.kill('SIGINT');
    assert.equal(await running.ended(), 2);
    assert.equal((await nt24(['invitations', 'import', file])).code, 0);
    const addresses = await invitationsTo('@cancel');
    assert.deepEqual([addresses.length, new Set(addresses).size], [200, 200]);
  });

  it('waits as long as the service asks for', async () => {
    const slow = await sceneWithBuyer(service, { tier: 'ENTERPRISE', perMinute: 60 });
    const patient = cliWith(credentialsOf(service, slow.org));
    const rows = Array.from({ length: 30 }, (_, n) => `n${n}@slow.example,${slow.buyerId}`);
    const { file } = fileOf(['recipientEmail,buyerId', ...rows]);
    const { code, stderr } = await patient(['invitations', 'import', file, '--verbose']);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /ended by rate-limited, again in/);
    assert.match(stderr, /^30 invited, 0 had/m);
  });
});

/** Entries so far. */
function reportLength(report: string): number {
  try {
    return readFileSync(report, 'utf8').trim().split('\n').length - 1;
  } catch {
    return 0;
  }
}
