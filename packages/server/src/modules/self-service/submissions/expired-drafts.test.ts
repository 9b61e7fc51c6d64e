import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type ClockedDatabase, createClockedDatabase } from '../../../../../harness/src/clocked-database.ts';
import { clockWorkOf, doClockWork } from '../../../../../harness/src/clock-work.ts';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, pathOfLink } from '../../../../../harness/src/visitor.ts';

const TYPES = ['COC_EXTRACT'];
const WORK = ['invitations.expire', 'submissions.purgeDrafts', 'uploads.sweep'];

describe('what was added and never sent, once its link has expired', () => {
  let database: ClockedDatabase;
  let service: TestService;
  let portal: PortalScene;
  /** Of the page's own words. */
  let promisedDays: number;

  before(async () => {
    database = await createClockedDatabase();
    service = await startService({}, database);
    portal = createPortalScene(service, await sceneWithBuyer(service));
    const { invitation } = await portal.invited();
    const page = await (await createVisitor(service).get(pathOfLink(invitation.publicLinkUrl))).text();
    promisedDays = Number(/never send is deleted no later than (\d+) days after/.exec(page)?.[1]);
    assert.ok(promisedDays > 0, page);
  });
  after(() => service.close());

  /** What the page shows of it: the names of its files. */
  const draft = async ({ invitation }: InvitationScene): Promise<string[]> => {
    const visitor = createVisitor(service);
    await visitor.post(`${pathOfLink(invitation.publicLinkUrl)}/start`);
    const page = await (await visitor.get('/kyc/documents')).text();
    return [...page.matchAll(/file-name"><bdi>([^<]+)/g)].map(([, name = '']) => name);
  };
  const keptFiles = async (): Promise<number> =>
    (await service.db.read(sql`select from stored_files where role = 'ORIGINAL'`)).length;
  const resend = async ({ path, token }: InvitationScene): Promise<void> => {
    const answer = await service.call('POST', `${path}/resend`, { token, body: { expiresInDays: 1 } });
    assert.equal(answer.status, 200);
  };
  /** After the end of a link of one day. */
  const pass = async (days: number): Promise<void> => {
    await database.moveTo(`${1 + days} days`);
    await doClockWork(clockWorkOf(service), WORK);
  };

  it('is found by a new link within the time that the page promises, and gone after it', async () => {
    await database.moveTo('0');
    const [within, beyond] = [
      await portal.invited({ requestedDocuments: TYPES, expiresInDays: 1 }),
      await portal.invited({ requestedDocuments: TYPES, expiresInDays: 1 }),
    ];
    for (const invited of [within, beyond]) await portal.started(invited, TYPES);
    await pass(promisedDays - 0.25);
    await resend(within);
    assert.deepEqual(await draft(within), ['extract.pdf']);
    assert.equal(await keptFiles(), 2);

    await pass(promisedDays);
    await resend(beyond);
    assert.deepEqual(await draft(beyond), []);
    assert.deepEqual(await draft(within), ['extract.pdf'], 'the time counts from the newest end');
    assert.equal(await keptFiles(), 1, 'the next sweep removes the bytes of the other');
  });
});
