import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { type InvitationView, invite, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

describe('addresses of recipients', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  it('that cannot exist are 422', async () => {
    const scene = await sceneWithBuyer(service);
    const impossible = [
      `a@${'x'.repeat(64)}.example`,
      `${'x'.repeat(65)}@a.example`,
      `a@${'ü'.repeat(60)}.example`,
      'a@1.2.3.4',
      'a@0x7f.1',
      'a@x.123',
      'a@x.１２３',
      'a@-x.example',
      'a@x-.example',
      'a@x..example',
      'a@x.example.',
      'a@localhost',
      'a@xn--a.example',
      'a@x%61.example',
      'a@x.example/path',
      'a@so\u00adft.example',
      'a@b@x.example',
      '@x.example',
      'ü@x.example',
      `a@${'ü.'.repeat(40)}example`,
    ];
    for (const recipientEmail of impossible) {
      const answer = await service.call('POST', scene.invitations, { token: scene.token, body: { recipientEmail } });
      const { errors } = await expectProblem(answer, 'validation-error', recipientEmail);
      assert.deepEqual(
        errors?.map(({ field }) => field),
        ['recipientEmail'],
      );
    }
    const possible = [
      `a@${'x'.repeat(63)}.example`,
      `${'x'.repeat(64)}@a.example`,
      'a@1.2.3.4.example',
      "o'b+c@9.example",
    ];
    for (const recipientEmail of possible) {
      const { invitation } = await invite(service, scene, { recipientEmail });
      assert.equal(invitation.recipientEmail, recipientEmail);
    }
  });

  it('of an international domain are kept as A-labels, and are one address with them', async () => {
    const scene = await sceneWithBuyer(service);
    const { invitation } = await invite(service, scene, { recipientEmail: 'Buro.x@Müller.example' });
    assert.equal(invitation.recipientEmail, 'Buro.x@xn--mller-kva.example');
    const twin = { token: scene.token, body: { recipientEmail: 'buro.x@xn--MLLER-kva.example' } };
    const problem = await expectProblem(
      await service.call('POST', scene.invitations, twin),
      'resource-exists-different-body',
    );
    assert.deepEqual(problem.currentResource, invitation);

    for (const spelling of ['buro.x@müller.example', 'BURO.X@MÜLLER.example', 'buro.x@xn--mller-kva.example']) {
      for (const list of [scene.invitations, `${scene.partner}/self-service-invitations`]) {
        const path = `${list}?recipientEmail=${encodeURIComponent(spelling)}`;
        const answer = await service.call('GET', path, { token: scene.token });
        const { data } = (await answer.json()) as { data: InvitationView[] };
        assert.deepEqual(
          data.map(({ uuid }) => uuid),
          [invitation.uuid],
          path,
        );
      }
    }
  });

  it('that are corrected to the same one in another spelling make no new link', async () => {
    const scene = await sceneWithBuyer(service);
    const { path } = await invite(service, scene, { recipientEmail: 'a@müller.example' });
    const body = { recipientEmail: 'A@xn--mller-kva.example' };
    await expectProblem(await service.call('POST', `${path}/resend`, { token: scene.token, body }), 'rate-limited');
  });

  it('an optional body of null is none', async () => {
    const scene = await sceneWithBuyer(service);
    for (const verb of ['block', 'unblock']) {
      const answer = await service.call('POST', `${scene.buyer}/${verb}`, { token: scene.token, body: null });
      assert.equal(answer.status, 200, verb);
    }
    const { path } = await invite(service, scene);
    await expectProblem(
      await service.call('POST', `${path}/resend`, { token: scene.token, body: null }),
      'rate-limited',
    );
    await expectProblem(
      await service.call('POST', `${path}/revoke`, { token: scene.token, body: null }),
      'validation-error',
    );
  });
});
