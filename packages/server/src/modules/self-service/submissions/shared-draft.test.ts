import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPortalScene, expectPage, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { stepOf } from '../../../../../harness/src/session-addresses.ts';
import { COMPLETE_TYPES, type Visitor } from '../../../../../harness/src/visitor.ts';

const ROUNDS = 20;

/** The link was forwarded: two people at two devices, each with a session of his own. */
describe('several people on one draft', () => {
  let service: TestService;
  let scene: PortalScene;
  before(async () => {
    service = await startService();
    scene = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  const pageOf = async (visitor: Visitor, path = '/kyc/documents'): Promise<string> => (await visitor.get(path)).text();

  /** Each file that the page shows, with where its Remove button leads. */
  async function filesOf(visitor: Visitor): Promise<Map<string, string>> {
    // The notice may have a button for one of them too.
    const page = (await pageOf(visitor)).replace(/<div class="notice".*?<\/div>/s, '');
    const names = [...page.matchAll(/<bdi>([^<]+\.pdf)<\/bdi>/g)].map((match) => match[1] ?? '');
    const removes = [...page.matchAll(/action="(\/kyc\/[^"/]+\/documents\/[0-9a-f-]{36}\/remove)"/g)].map(
      (match) => match[1] ?? '',
    );
    assert.equal(new Set(removes).size, removes.length);
    assert.equal(names.length, removes.length);
    return new Map(names.map((name, nth) => [name, removes[nth] ?? '']));
  }

  async function documentsOf({ buyer, token }: InvitationScene): Promise<{ type: string; files?: unknown[] }[]> {
    const answer = await service.call('GET', `${buyer}/kyc/documents?size=100`, { token });
    return ((await answer.json()) as { data: { type: string; files?: unknown[] }[] }).data;
  }

  it(`loses and doubles no file when both add and remove at once, ${ROUNDS} rounds`, async () => {
    const invited = await scene.invited();
    const [one, other] = [await scene.started(invited), await scene.started(invited)];
    let kept: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [mine, his] = [`one-${round}.pdf`, `other-${round}.pdf`];
      const shown = await filesOf(one);
      assert.deepEqual([...shown.keys()].sort(), kept.sort());
      // Each takes away what the other added in the round before.
      const removeOf = (name: string) => shown.get(name) ?? '/kyc/documents/none/remove';
      const answers = await Promise.all([
        one.upload({ fileName: mine }),
        other.upload({ fileName: his, type: 'ADDRESS_PROOF' }),
        one.post(removeOf(`other-${round - 1}.pdf`)),
        other.post(removeOf(`one-${round - 1}.pdf`)),
      ]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        [303, 303, 303, 303],
      );
      kept = [mine, his];
    }
    for (const visitor of [one, other]) assert.deepEqual([...(await filesOf(visitor)).keys()].sort(), kept.sort());
  });

  it('takes a file away once when both remove it at once, and tells neither of an error', async () => {
    const invited = await scene.invited();
    const [one, other] = [await scene.started(invited, ['COC_EXTRACT']), await scene.started(invited)];
    const [remove = ''] = [...(await filesOf(other)).values()];
    const answers = await Promise.all([one.post(remove), other.post(remove)]);
    for (const answer of answers) assert.equal(stepOf(answer.headers.get('location')), '/kyc/documents');
    assert.equal((await filesOf(one)).size, 0);
    const activity = await service.call('GET', `${invited.path}/activity?size=100`, { token: invited.token });
    const { data } = (await activity.json()) as { data: { type: string }[] };
    assert.equal(data.filter(({ type }) => type === 'DOCUMENT_REMOVED').length, 1);
  });

  it('keeps the last answer about the company, and shows it to both', async () => {
    const invited = await scene.invited();
    const [one, other] = [await scene.started(invited), await scene.started(invited)];
    await one.post('/kyc/company', { remark: 'first words' });
    await other.post('/kyc/company', { remark: 'second words' });
    for (const visitor of [one, other]) {
      const page = await pageOf(visitor, '/kyc/company');
      assert.ok(page.includes('second words') && !page.includes('first words'));
    }
    await Promise.all([one, other].map((visitor, nth) => visitor.post('/kyc/company', { remark: `at once ${nth}` })));
    const seen = await Promise.all(
      [one, other].map(async (visitor) => /at once \d/.exec(await pageOf(visitor, '/kyc/company'))?.[0]),
    );
    assert.match(seen[0] ?? '', /at once [01]/);
    assert.equal(seen[0], seen[1]);
  });

  it(`sends a file that comes in while the other sends, or says that it was too late, ${ROUNDS} rounds`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const buyer = createPortalScene(service, await sceneWithBuyer(service));
      const invited = await buyer.invited();
      const [sender, adder] = [await buyer.started(invited, COMPLETE_TYPES), await buyer.started(invited)];
      const [sent, added] = await Promise.all([
        sender.send(),
        adder.upload({ type: 'ADDRESS_PROOF', fileName: 'late.pdf' }),
      ]);
      assert.equal(stepOf(sent.headers.get('location')), '/kyc/done');
      const types = (await documentsOf(invited)).map(({ type }) => type);
      const isIn = types.includes('ADDRESS_PROOF');
      assert.equal(types.length, COMPLETE_TYPES.length + (isIn ? 1 : 0), 'nothing twice');
      assert.equal((await pageOf(sender, '/kyc/done')).includes('late.pdf'), isIn, 'the receipt says the same');
      if (isIn) assert.equal(added.status, 303);
      else await expectPage(added, 410, 'errorPage.used.title');
      await expectPage(await adder.get('/kyc/documents'), 410, 'errorPage.used.title');
    }
  });
});
