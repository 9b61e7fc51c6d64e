import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { addGrant } from '../organizations/index.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { opsOf } from '../../../../../harness/src/ops.ts';
import { createPortalScene } from '../../../../../harness/src/portal.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { type BuyerScene, invite, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, pathOfLink } from '../../../../../harness/src/visitor.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';

const CONTACT = {
  name: 'Frau Müller, Export',
  email: 'export@brenner.example',
  phone: '+49 30 901-820',
  postalAddress: 'Am Ring 1 <Tor 2>, 10115 Berlin',
};
const LINKS = ['href="mailto:export@brenner.example"', 'href="tel:+4930901820"'];

let service: TestService;
let scene: BuyerScene;
before(async () => {
  service = await startService();
  scene = await sceneWithBuyer(service);
});
after(() => service.close());

const put = (body: unknown, { partner, token } = scene) => service.call('PUT', `${partner}/contact`, { token, body });
const shown = async ({ partner, token } = scene): Promise<unknown> =>
  (await service.call('GET', `${partner}/contact`, { token })).json();
const trailOf = ({ org } = scene) =>
  service.db.read(sql`select action, actor_kind, details from audit_events
    where seller_id = ${org.sellerId}::uuid and action like 'seller.%-contact' order by id`);
/** As a browser reads an attribute or a text. */
const decoded = (page: string): string =>
  page.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

describe('the contact of a seller, by the API', () => {
  it('is nothing, then what was put, as a whole, then nothing again; the trail holds none of it', async () => {
    assert.deepEqual(await shown(), {});
    const made = await put(CONTACT);
    assert.equal(made.status, 200);
    assert.deepEqual(await made.json(), CONTACT);
    assert.deepEqual(await shown(), CONTACT);
    await put({ phone: CONTACT.phone });
    assert.deepEqual(await shown(), { phone: CONTACT.phone });
    assert.equal((await put({})).status, 200);
    assert.equal((await put({})).status, 200);
    assert.deepEqual(await shown(), {});
    const line = (verb: string) => ({ action: `seller.${verb}-contact`, actor_kind: 'CLIENT', details: {} });
    assert.deepEqual(await trailOf(), [line('set'), line('set'), line('clear')]);
  });

  it('is shared by all organizations with a grant on the seller, and hidden from others', async () => {
    const other = await sceneWithBuyer(service);
    const foreign = { ...scene, token: other.token };
    await expectProblem(await put(CONTACT, foreign), 'forbidden');
    await addGrant(service.db, other.org.slug, scene.org.sellerId);
    await put(CONTACT);
    await eventually('the grant', async () => (await put({ email: 'a@b.example' }, foreign)).status === 200);
    assert.deepEqual(await shown(), { email: 'a@b.example' });
  });

  it('refuses what is no address, no number, not one line, or leads nowhere', async () => {
    await put({});
    for (const [field, value] of [
      ['email', 'nobody'],
      ['email', 'a@b.example\r\nBcc: all@victim.example'],
      ['email', 'a@b.example, c@d.example'],
      ['email', `${'a'.repeat(250)}@b.example`],
      ['phone', '030 901820'],
      ['phone', '+49 30 901820;phone-context=x'],
      ['phone', '+49'],
      ['phone', `+${'1'.repeat(16)}`],
      ['postalAddress', 'Am Ring 1\n10115 Berlin'],
      ['postalAddress', 'x'.repeat(301)],
      ['postalAddress', ' '],
      ['name', 'Export\u202e'],
      ['name', 'x'.repeat(101)],
      ['other', 'x'],
    ] as const) {
      const wish = field === 'name' ? { email: CONTACT.email } : {};
      const { errors } = await expectProblem(await put({ ...wish, [field]: value }), 'validation-error', value);
      assert.equal(errors?.[0]?.field, field, value);
    }
    await expectProblem(await put({ name: 'Export' }), 'validation-error');
    assert.deepEqual(await shown(), {});
  });
});

it('the operator sets and clears it, and reads why not', async () => {
  const ops = opsOf(service);
  const { sellerId } = scene.org;
  const set = (...words: string[]) => ops('sellers', 'set-contact', '--seller', sellerId, ...words);
  assert.equal(
    (await set('--email', CONTACT.email, '--phone', CONTACT.phone)).out,
    `contact of seller ${sellerId} set`,
  );
  assert.deepEqual(await shown(), { email: CONTACT.email, phone: CONTACT.phone });
  for (const [words, reason] of [
    [[], /name a way/],
    [['--name', 'Export'], /^name must have an email/],
    [['--email', 'nobody'], /email/],
  ] as const)
    assert.match((await set(...words)).err, reason);
  assert.match((await ops('sellers', 'clear-contact', '--seller', sellerId)).out, /cleared/);
  assert.match((await ops('sellers', 'clear-contact', '--seller', sellerId)).err, /has no contact/);
  assert.deepEqual(await shown(), {});
});

describe("on the buyer's pages", () => {
  it('stands beside the steps and on dead ends of a genuine link, and nowhere without one', async () => {
    const scenes = createPortalScene(service, scene);
    const [open, revoked, used] = [
      await scenes.invited(),
      await scenes.invited(),
      await scenes.invited({ requestedDocuments: [] }),
    ];
    await scenes.revoke(revoked);
    await (await scenes.started(used)).send();
    const visitor = await scenes.started(open);
    const stranger = createVisitor(service);
    const read = async (answer: Promise<Response>) => decoded(await (await answer).text());
    const pages = () =>
      Promise.all([
        read(visitor.get('/kyc/company')),
        read(visitor.get('/kyc/privacy')),
        read(stranger.get(pathOfLink(open.invitation.publicLinkUrl))),
        read(stranger.get(pathOfLink(revoked.invitation.publicLinkUrl))),
        read(stranger.get(pathOfLink(used.invitation.publicLinkUrl))),
      ]);
    await put({});
    for (const page of await pages()) assert.doesNotMatch(page, /Questions\?|href="tel:/);
    await put(CONTACT);
    for (const page of await pages()) {
      for (const link of LINKS) assert.ok(page.includes(link), link);
      assert.match(page, /Questions\? /);
      assert.ok(page.includes(`<bdi>${CONTACT.postalAddress}</bdi>`));
    }
    const link = pathOfLink(open.invitation.publicLinkUrl);
    for (const unknown of ['/i/none', `${link}x`, '/kyc/AbCdEfGhIjKl/company', '/nothing'])
      assert.doesNotMatch(await read(stranger.get(unknown)), /brenner|tel:|Questions\?/, unknown);
  });
});

describe('in mails', () => {
  let server: MailServer;
  let worker: TestWorker;
  before(async () => {
    server = await startMailServer();
    worker = await openWorker(settingsOf(service, server.url));
  });
  after(async () => {
    await worker.stop();
    await server.close();
  });

  async function mailFor(names: { seller: string; organization: string }, locale = 'en'): Promise<ReceivedMail> {
    const { sellerId, organizationId } = scene.org;
    await service.db.write(sql`update sellers set name = ${names.seller} where id = ${sellerId}::uuid`);
    await service.db.write(
      sql`update organizations set name = ${names.organization} where id = ${organizationId}::uuid`,
    );
    const { invitation } = await invite(service, scene, { locale });
    const found = () => server.mails.find(({ to }) => to.includes(invitation.recipientEmail ?? ''));
    await eventually('the mail', () => found() !== undefined);
    const mail = found();
    assert.ok(mail);
    return mail;
  }

  it('is how the answer finds the seller: the name in From, the address in Reply-To and at the foot', async () => {
    await put(CONTACT);
    const { parsed, from } = await mailFor({ seller: 'Autohaus Brenner', organization: 'Acme' });
    assert.equal(from, 'no-reply@nt24.example');
    assert.deepEqual(parsed.from?.value, [{ name: 'Autohaus Brenner via Acme', address: 'no-reply@nt24.example' }]);
    assert.deepEqual(parsed.replyTo?.value, [{ name: '', address: CONTACT.email }]);
    const page = decoded(String(parsed.html));
    for (const link of LINKS) assert.ok(page.includes(link), link);
    for (const words of ['Questions? Autohaus Brenner:', ...Object.values(CONTACT)])
      assert.ok(parsed.text?.includes(words), words);
  });

  it('leaves mails without a contact and without two names as plain as they can be', async () => {
    await put({});
    const { parsed } = await mailFor({ seller: 'Autohaus Brenner', organization: 'Autohaus Brenner' }, 'de');
    assert.deepEqual(parsed.from?.value, [{ name: 'Autohaus Brenner', address: 'no-reply@nt24.example' }]);
    assert.equal(parsed.replyTo, undefined);
    assert.doesNotMatch(`${parsed.text}${String(parsed.html)}`, /Fragen\?|tel:/);
  });

  for (const [what, seller, organization, expected] of [
    [
      'quotes and commas',
      '"Krüger", Söhne <x@evil.example>',
      'A, B; C',
      '"Krüger", Söhne <x@evil.example> via A, B; C',
    ],
    ['Greek', 'Αυτοκίνητα Παπαδόπουλος', 'Ω & Υιοί', 'Αυτοκίνητα Παπαδόπουλος via Ω & Υιοί'],
    ['a header', 'Evil\r\nBcc: all@victim.example', 'Acme', 'Evil Bcc: all@victim.example via Acme'],
    ['the longest', '漢'.repeat(200), 'ü'.repeat(200), `${'漢'.repeat(59)}… via ${'ü'.repeat(59)}…`],
  ] as const) {
    it(`takes names with ${what} as names`, async () => {
      const { parsed, to } = await mailFor({ seller, organization });
      assert.deepEqual(parsed.from?.value, [{ name: expected, address: 'no-reply@nt24.example' }]);
      assert.equal(parsed.bcc, undefined);
      assert.equal(to.length, 1);
    });
  }
});
