import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { identification, type IdenfyServer, startIdenfyServer } from '../../../../../harness/src/idenfy-server.ts';
import { kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { verificationCalls } from '../../../../../harness/src/verification-calls.ts';
import { createElectronicSeal } from '../../../core/electronic-seal/index.ts';
import { readSeal } from '../../../core/electronic-seal/read-seal.test-support.ts';
import {
  startTimeStampService,
  type TimeStampService,
} from '../../../core/electronic-seal/time-stamp-service.test-support.ts';
import { systemClock } from '../../../platform/clock.ts';
import { createKeyring } from '../../../platform/keyring.ts';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';
import { makePdf } from '../../files/sample-files.ts';

let idenfy: IdenfyServer;
let stamps: TimeStampService;
let service: TestService;
let scene: BuyerScene;
before(async () => {
  [idenfy, stamps] = await Promise.all([startIdenfyServer(), startTimeStampService()]);
  service = await startService({ ...idenfy.settings, TIMESTAMP_URL: stamps.url });
  scene = await sceneWithBuyer(service);
});
after(async () => {
  await service.close();
  await Promise.all([idenfy.close(), stamps.stop()]);
});

async function verifiedBuyer(): Promise<BuyerScene> {
  const calls = verificationCalls(service);
  const buyer = await addBuyer(service, scene.org, scene.token);
  await calls.started(buyer);
  await calls.told(identification(idenfy.scanRefs.at(-1) ?? '', { overall: 'APPROVED', final: true }));
  return buyer;
}

const profileOf = ({ buyer, token }: BuyerScene, query = '', headers = {}): Promise<Response> =>
  service.call('GET', `${buyer}/kyc/profile${query}`, { token, headers });

async function pdfOf(response: Response): Promise<Buffer> {
  assert.equal(response.status, 200, response.ok ? '' : await response.text());
  return Buffer.from(await response.arrayBuffer());
}

async function textOf(pdf: Buffer): Promise<string> {
  return (await readPdf(pdf)).pages.join(' ').replaceAll(/\s+/g, ' ');
}

describe('GET profile', () => {
  it('gives a sealed PDF of a verified buyer, with what is on file, in the language of the country of the seller', async () => {
    const buyer = await verifiedBuyer();
    const document = await kycCalls(service).uploaded(buyer);
    const response = await profileOf(buyer, '', { 'X-Purpose': 'Yearly review' });
    assert.equal(response.headers.get('content-type'), 'application/pdf');
    assert.equal(
      response.headers.get('content-disposition'),
      `attachment; filename="kyc-profile-${buyer.buyerId}.pdf"`,
    );
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const pdf = await pdfOf(response);
    const seal = await readSeal(pdf);
    assert.deepEqual([seal.coversAll, seal.isIntact, seal.unsignedAttributes.length], [true, true, 1]);
    const text = await textOf(pdf);
    for (const words of [
      'KYC-Profil',
      'unvollständig / incomplete',
      'iDenfy',
      String(document.files[0]?.sha256),
      buyer.buyerId,
    ])
      assert.ok(text.includes(words), words);
    const logged = await service.db.read(sql`select subject_kind, purpose from pii_access_log
      where buyer_id = ${buyer.buyerId}::uuid`);
    assert.deepEqual(logged, [{ subject_kind: 'KYC_PROFILE', purpose: 'Yearly review' }]);
  });

  it('speaks the language that is asked for', async () => {
    const buyer = await verifiedBuyer();
    assert.ok((await textOf(await pdfOf(await profileOf(buyer, '?language=el-CY')))).includes('Προφίλ KYC'));
    await expectProblem(await profileOf(buyer, '?language=ja'), 'validation-error');
  });

  it('is not there for a buyer who is not verified, and nothing is written down', async () => {
    const buyer = await addBuyer(service, scene.org, scene.token);
    await expectProblem(await profileOf(buyer), 'not-found');
    await verificationCalls(service).started(buyer);
    await expectProblem(await profileOf(buyer), 'not-found');
    const logged = await service.db.read(sql`select from pii_access_log where buyer_id = ${buyer.buyerId}::uuid`);
    assert.deepEqual(logged, []);
  });

  it('is not there for another organization', async () => {
    const buyer = await verifiedBuyer();
    const foreign = await sceneWithBuyer(service);
    await expectProblem(await profileOf({ ...buyer, token: foreign.token }), 'forbidden');
    const path = `${foreign.partner}/buyers/${buyer.buyerId}`;
    await expectProblem(await profileOf({ ...foreign, buyer: path }), 'not-found');
  });

  it('is gone with the erasure of the buyer', async () => {
    const buyer = await verifiedBuyer();
    await pdfOf(await profileOf(buyer));
    const body = { reason: 'A letter.' };
    assert.equal((await service.call('POST', `${buyer.buyer}/erase`, { token: buyer.token, body })).status, 200);
    await expectProblem(await profileOf(buyer), 'not-found');
  });

  it('is 503 while the time-stamp service gives nothing, and there again afterwards', async () => {
    const buyer = await verifiedBuyer();
    stamps.fault = 'error';
    const refused = await profileOf(buyer);
    assert.equal(refused.headers.get('retry-after'), '30');
    await expectProblem(refused, 'unavailable');
    stamps.fault = undefined;
    await pdfOf(await profileOf(buyer));
  });
});

describe('a key that is made', () => {
  it('is one for all processes that make it at the same moment, and opens for later ones', async () => {
    await service.db.write(sql`delete from seal_keys`);
    const keyring = createKeyring([{ id: 1, key: Buffer.alloc(32, 7) }]);
    const options = { db: service.db, keyring, clock: systemClock, operatorName: 'Operator' };
    const seal = async (): Promise<string> => {
      const sealed = await createElectronicSeal(options).sealPdf(makePdf());
      assert.ok((await readSeal(sealed)).isIntact);
      const [{ certificate } = { certificate: Buffer.alloc(0) }] = await service.db.read<{ certificate: Buffer }>(
        sql`select certificate from seal_keys`,
      );
      assert.ok(sealed.toString('latin1').includes(certificate.toString('hex')), 'by the one that is kept');
      return certificate.toString('hex');
    };
    const certificates = await Promise.all(Array.from({ length: 6 }, seal));
    assert.equal(new Set([...certificates, await seal()]).size, 1);
    await service.db.write(sql`delete from seal_keys`);
  });
});
