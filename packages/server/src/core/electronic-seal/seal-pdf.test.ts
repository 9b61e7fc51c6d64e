import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { makePdf } from '../../modules/files/sample-files.ts';
import { sealKeyOfDer, type SealKey, sealKeyOfPem } from './seal-key.ts';
import { readSeal, sealedRange } from './read-seal.test-support.ts';
import { sealPdf } from './seal-pdf.ts';
import { makeSelfMade, type SelfMade } from './self-made.ts';
import { createTimeStamp } from './time-stamp.ts';
import { type Fault, startTimeStampService, type TimeStampService } from './time-stamp-service.test-support.ts';

const NAME = 'Prüfdienst Größe & Söhne <KG>';
const now = new Date();

describe('the seal of a PDF', () => {
  let made: SelfMade;
  let key: SealKey;
  let sealed: Buffer;
  before(async () => {
    made = await makeSelfMade(NAME, now);
    key = sealKeyOfDer(made.certificate, made.privateKey);
    sealed = await sealPdf(makePdf(), { key, now });
  });

  it('covers every byte, with the attributes of PAdES baseline B', async () => {
    const seal = await readSeal(sealed);
    assert.deepEqual([seal.coversAll, seal.isIntact, seal.subject, seal.chainLength], [true, true, NAME, 1]);
    assert.deepEqual(seal.signedAttributes.toSorted(), [
      '1.2.840.113549.1.9.16.2.47',
      '1.2.840.113549.1.9.3',
      '1.2.840.113549.1.9.4',
    ]);
    assert.deepEqual(seal.unsignedAttributes, []);
    assert.match(sealed.toString('latin1'), /\/SubFilter \/ETSI\.CAdES\.detached/);
  });

  it('breaks where a byte is changed, wherever that is', async () => {
    const { firstEnd, secondAt } = sealedRange(sealed);
    const held: number[] = [];
    for (let at = 0; at < sealed.length; at = at + 1 === firstEnd ? secondAt : at + 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      // A change in what says where the signature lies leaves nothing to read.
      const isIntact = await readSeal(changed).then(
        (seal) => seal.isIntact,
        () => false,
      );
      if (isIntact) held.push(at);
    }
    assert.deepEqual(held, []);
    assert.equal((await readSeal(Buffer.concat([sealed, Buffer.from('\n')]))).coversAll, false);
  });

  it('is not put upon another one', async () => {
    await assert.rejects(sealPdf(sealed, { key, now }), /form is not sealed/);
  });

  it('names its maker in a certificate that signs documents and nothing else, for ten years', () => {
    const certificate = new X509Certificate(made.certificate);
    assert.equal(certificate.ca, false);
    assert.ok(certificate.verify(certificate.publicKey));
    assert.ok(new Date(certificate.validFrom) < now);
    const years = (new Date(certificate.validTo).getTime() - now.getTime()) / (365.25 * 86_400_000);
    assert.ok(Math.abs(years - 10) < 0.01, `${years}`);
  });
});

describe('a key of the operator', () => {
  it('is refused where it is not that of the certificate, too weak or of another kind', async () => {
    const made = await makeSelfMade('Operator', now);
    const chain = new X509Certificate(made.certificate).toString();
    const pem = (kind: 'ec' | 'rsa'): string =>
      (kind === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2_048 })
      ).privateKey
        .export({ type: 'pkcs8', format: 'pem' })
        .toString();
    assert.throws(() => sealKeyOfPem({ privateKey: pem('ec'), chain }), /not that of the first certificate/);
    assert.throws(() => sealKeyOfPem({ privateKey: pem('rsa'), chain }), /not that of the first certificate/);
    assert.throws(() => sealKeyOfPem({ privateKey: pem('ec'), chain: 'nothing' }), /no certificate/);
    assert.throws(() => sealKeyOfPem({ privateKey: 'nothing', chain }));
  });
});

describe('a time-stamp on the seal', () => {
  let service: TimeStampService;
  let key: SealKey;
  before(async () => {
    service = await startTimeStampService();
    const made = await makeSelfMade('Operator', now);
    key = sealKeyOfDer(made.certificate, made.privateKey);
  });
  after(() => service.stop());

  const seal = (): Promise<Buffer> => sealPdf(makePdf(), { key, now, timeStamp: createTimeStamp(service.url) });

  it('is about the signature, and stands among what is not signed (baseline T)', async () => {
    service.fault = undefined;
    const read = await readSeal(await seal());
    assert.deepEqual(read.unsignedAttributes, ['1.2.840.113549.1.9.16.2.14']);
    assert.equal(read.isIntact, true);
    assert.ok(read.timeStamp?.includes(read.signatureHash));
  });

  const faults: Fault[] = ['other-imprint', 'other-nonce', 'rejection', 'garbage', 'error', 'large', 'elsewhere'];
  for (const fault of faults)
    it(`does not seal where the service answers with ${fault}`, async () => {
      service.fault = fault;
      const before = service.askedCount();
      await assert.rejects(seal());
      assert.equal(service.askedCount(), before + 1, 'asked once');
    });
});
