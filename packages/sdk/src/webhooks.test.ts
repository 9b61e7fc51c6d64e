import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type Delivery, verify, verifyWebhook, WebhookVerificationError } from './webhooks.ts';

interface Vector {
  readonly name: string;
  readonly outcome: string;
  readonly nowSeconds: number;
  readonly secrets: readonly string[];
  readonly signature: string;
  readonly body: string;
}

const file = new URL('../../../docs/webhook-vectors.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: readonly Vector[] };

function outcomeOf(delivery: Delivery): string {
  try {
    verifyWebhook(delivery);
    return 'valid';
  } catch (error) {
    assert.ok(error instanceof WebhookVerificationError, String(error));
    return error.reason;
  }
}

function signed(body: string): Delivery {
  const time = Math.floor(Date.now() / 1000);
  const digest = createHmac('sha256', 'the secret').update(`${time}.${body}`).digest('hex');
  return { body, signature: `t=${time},v1=${digest}`, secret: 'the secret' };
}

async function laterOutcomeOf(delivery: Delivery): Promise<string> {
  const error = await verify(delivery).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return 'valid';
  assert.ok(error instanceof WebhookVerificationError, String(error));
  return error.reason;
}

describe('verifyWebhook and verify', () => {
  for (const { name, outcome, signature, secrets, body, nowSeconds } of vectors) {
    it(`${name}: ${outcome}`, async () => {
      const header = signature === '' ? undefined : signature;
      const delivery = { signature: header, secret: secrets, nowSeconds };
      assert.equal(outcomeOf({ ...delivery, body }), outcome);
      assert.equal(outcomeOf({ ...delivery, body: Buffer.from(body) }), outcome);
      assert.equal(outcomeOf({ ...delivery, body: new TextEncoder().encode(body) }), outcome);
      assert.equal(await laterOutcomeOf({ ...delivery, body }), outcome);
      assert.equal(await laterOutcomeOf({ ...delivery, body: Buffer.from(body) }), outcome);
    });
  }

  it('returns the event, by the clock of the machine, told apart by its type', () => {
    const data = {
      kind: 'KYC',
      invitationUuid: 'da0c80c5-d4c3-4e86-8130-130ff793fd45',
      usedAt: '2026-11-22T12:00:00Z',
    };
    const event = verifyWebhook(signed(JSON.stringify({ id: 'evt_1', type: 'self_service_invitation.used', data })));
    assert.equal(event.type === 'self_service_invitation.used' && event.data.usedAt, data.usedAt);
  });

  it('refuses what is rightly signed but no event', () => {
    for (const body of [
      '',
      'null',
      '[]',
      '{}',
      '{"id":"evt_1","type":"x"}',
      '{"id":1,"type":"x","data":{}}',
      'no JSON',
    ]) {
      assert.equal(outcomeOf(signed(body)), 'malformed-body', body);
    }
  });

  it('computes one signature for each secret, however many are given', async (t) => {
    const { body, signature = '' } = signed('{"id":"evt_1","type":"x","data":{}}');
    const wrong = `v1=${'0'.repeat(64)},`;
    const signing = t.mock.method(crypto.subtle, 'sign');
    const verifying = t.mock.method(crypto.subtle, 'verify');
    const many = { body, signature: `${wrong.repeat(9)}${signature}`, secret: ['another', 'the secret'] };
    assert.equal(await laterOutcomeOf(many), 'valid');
    assert.equal(outcomeOf(many), 'valid');
    assert.equal(signing.mock.callCount() + verifying.mock.callCount(), 2);
    const tooMany = { ...many, signature: `${wrong.repeat(10)}${signature}` };
    assert.equal(await laterOutcomeOf(tooMany), 'malformed-signature');
    assert.equal(outcomeOf(tooMany), 'malformed-signature');
    assert.equal(signing.mock.callCount() + verifying.mock.callCount(), 2);
  });

  it('takes a tolerance, refuses an endless header, and will not work without a secret', () => {
    const delivery = signed('{"id":"evt_1","type":"x","data":{}}');
    const nowSeconds = Date.now() / 1000 + 30;
    assert.equal(outcomeOf({ ...delivery, nowSeconds, toleranceSeconds: 60 }), 'valid');
    assert.equal(outcomeOf({ ...delivery, nowSeconds, toleranceSeconds: 10 }), 'timestamp-out-of-tolerance');
    const endless = `${delivery.signature},${'v1=00,'.repeat(1_000)}`;
    assert.equal(outcomeOf({ ...delivery, signature: endless }), 'malformed-signature');
    assert.throws(() => verifyWebhook({ ...delivery, secret: [] }), TypeError);
    assert.throws(() => verifyWebhook({ ...delivery, secret: '' }), TypeError);
  });

  it('is not opened by a setting that is missing', async () => {
    const delivery = signed('{"id":"evt_1","type":"x","data":{}}');
    for (const wrong of [{ toleranceSeconds: Number.NaN }, { nowSeconds: Number.NaN }]) {
      assert.equal(outcomeOf({ ...delivery, ...wrong }), 'timestamp-out-of-tolerance');
      assert.equal(await laterOutcomeOf({ ...delivery, ...wrong }), 'timestamp-out-of-tolerance');
    }
    // As whoever writes JavaScript may give it: the empty key signs nothing that is to be trusted.
    for (const secret of [undefined, [undefined], ['the secret', undefined]]) {
      const unset = { ...delivery, secret } as unknown as Delivery;
      assert.throws(() => verifyWebhook(unset), { name: 'TypeError', message: /secret is needed/ });
      await assert.rejects(verify(unset), { name: 'TypeError', message: /secret is needed/ });
    }
  });
});
