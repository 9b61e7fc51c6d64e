import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import sql from 'sql-template-tag';
import { expectProblem } from '../../../../../../harness/src/problem.ts';
import { readQrCode } from '../../../../../../harness/src/qr-code.ts';
import { type LinkScene, publish, sceneWithInvitation } from '../../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../../harness/src/service.ts';
import { setBrand } from '../../../parties/brand/index.ts';

const TYPES = { svg: 'image/svg+xml', png: 'image/png' } as const;

describe('getInvitationQrCode', () => {
  let service: TestService;
  let link: LinkScene;
  before(async () => {
    service = await startService();
    link = await publish(service);
  });
  after(() => service.close());

  const get = ({ path, token }: { path: string; token: string }, query = ''): Promise<Response> =>
    service.call('GET', `${path}/qr.svg${query}`, { token });

  async function pictureOf(of: { path: string; token: string }, query = ''): Promise<Buffer> {
    const answer = await get(of, query);
    assert.equal(answer.status, 200, query);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** Which colours the picture has, as `rrggbb`. */
  async function colorsOf(picture: Buffer): Promise<Set<string>> {
    const { data } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const pixels = data.toString('hex').match(/.{6}/g) ?? [];
    return new Set(pixels);
  }

  it('is the address of the link, drawn as a whole of its own that runs nothing and is kept by nobody', async () => {
    const answer = await get(link);
    assert.equal(answer.status, 200);
    const { uuid } = link.invitation;
    const headers = ['content-type', 'content-disposition', 'content-security-policy', 'cache-control'];
    assert.deepEqual(
      headers.map((name) => answer.headers.get(name)),
      [TYPES.svg, `inline; filename=qr-${uuid}.svg`, "sandbox; default-src 'none'", 'no-store'],
    );
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    const picture = Buffer.from(await answer.arrayBuffer());
    assert.doesNotMatch(picture.toString(), /<script|style=|href|url\(|on\w+=/i);
    assert.equal(await readQrCode(picture), link.invitation.publicLinkUrl);
    assert.equal((await sharp(picture).metadata()).width, 512);
  });

  for (const format of ['svg', 'png'] as const) {
    it(`is read as ${format} with every error correction, from the smallest to the biggest`, async () => {
      for (const errorCorrection of ['L', 'M', 'Q', 'H']) {
        for (const size of [128, 333, 2048]) {
          const query = `?format=${format}&size=${size}&errorCorrection=${errorCorrection}`;
          const answer = await get(link, query);
          assert.equal(answer.headers.get('content-type'), TYPES[format]);
          assert.match(answer.headers.get('content-disposition') ?? '', new RegExp(`\\.${format}$`));
          const picture = Buffer.from(await answer.arrayBuffer());
          const { width, height } = await sharp(picture).metadata();
          assert.deepEqual([width, height], [size, size], query);
          assert.equal(await readQrCode(picture), link.invitation.publicLinkUrl, query);
        }
      }
    });
  }

  it('is in the colour of the brand where cameras read it, else in black', async () => {
    const branded = await publish(service);
    const of = { sellerId: branded.org.sellerId };
    // The second is good enough for a button: 3 to 1 on the light page.
    for (const [color, drawn] of [
      ['8a4fd0', '8a4fd0'],
      ['d57506', '000000'],
    ] as const) {
      await setBrand(service.db, of, { color });
      const picture = await pictureOf(branded, '?format=png&size=300');
      assert.deepEqual(await colorsOf(picture), new Set(['ffffff', drawn]));
      assert.equal(await readQrCode(picture), branded.invitation.publicLinkUrl);
      assert.match((await pictureOf(branded)).toString(), new RegExp(`fill="#${drawn}"`));
    }
  });

  it('is there for a KYC invitation, too', async () => {
    const { org, token, invitation } = await sceneWithInvitation(service);
    const path = `/v1/partners/${org.sellerId}/self-service-invitations/${invitation.uuid}`;
    assert.equal(await readQrCode(await pictureOf({ path, token })), invitation.publicLinkUrl);
  });

  it('is refused for a link that has ended, and for one of somebody else', async () => {
    const ended = await publish(service);
    const id = ended.invitation.uuid;
    await service.db.write(sql`update invitations set expires_at = now() - interval '1 s' where id = ${id}::uuid`);
    const expired = await expectProblem(await get(ended), 'invitation-not-active');
    assert.deepEqual((expired.currentResource as { status: string }).status, 'EXPIRED');
    await service.call('POST', `${link.path}/revoke`, { token: link.token, body: { reason: '' } });
    await expectProblem(await get(link), 'invitation-not-active');
    const stranger = await publish(service);
    await expectProblem(await get({ path: `${stranger.links}/${id}`, token: stranger.token }), 'not-found');
    await expectProblem(await get({ path: ended.path, token: stranger.token }), 'forbidden');
  });
});
