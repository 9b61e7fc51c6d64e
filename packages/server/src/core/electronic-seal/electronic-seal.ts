import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { type GivenSealKey, type SealKey, sealKeyOfDer, sealKeyOfPem } from './seal-key.ts';
import { findSealKey, insertSealKey, SEAL_KEY_PLACE, SEAL_KEY_PURPOSE, type SealKeyRow } from './repository.ts';

export interface ElectronicSealOptions {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly clock: Clock;
  /** Absent: a key is made with the first seal, with a certificate that nobody vouches for, and kept in the database. */
  readonly given?: GivenSealKey | undefined;
  /** Of a time-stamp service (RFC 3161); absent: seals say no more of their time than the clock of this machine. */
  readonly timeStampUrl?: string | undefined;
  /** In a certificate that is made here. */
  readonly operatorName: string;
}

/** Seals PDFs in the operator's name, an electronic seal as in Regulation (EU) 910/2014, 3 (25): whoever changes a byte breaks it. */
export interface ElectronicSeal {
  /** Nobody vouches for the key: the paper has to say so. */
  readonly isSelfMade: boolean;
  /**
   * Some 10 ms, and one call to the time-stamp service where there is one.
   * @param pdf without a form and without a seal
   * @throws Error where the key does not open, or the time-stamp service gives no token: then nothing is sealed
   */
  sealPdf(pdf: Buffer): Promise<Buffer>;
}

/** What signs is loaded with the first paper: most processes seal none. */
export function createElectronicSeal(options: ElectronicSealOptions): ElectronicSeal {
  let key: Promise<SealKey> | undefined;
  return {
    isSelfMade: options.given === undefined,
    async sealPdf(pdf) {
      const [{ sealPdf }, { createTimeStamp }] = await Promise.all([
        import('./seal-pdf.ts'),
        import('./time-stamp.ts'),
      ]);
      key ??= openKey(options);
      // The next one tries anew.
      key.catch(() => (key = undefined));
      const { timeStampUrl } = options;
      return sealPdf(pdf, {
        key: await key,
        now: options.clock.now(),
        timeStamp: timeStampUrl === undefined ? undefined : createTimeStamp(timeStampUrl),
      });
    },
  };
}

async function openKey({ db, keyring, clock, given, operatorName }: ElectronicSealOptions): Promise<SealKey> {
  if (given) return sealKeyOfPem(given);
  const open = ({ certificate, sealed_key: sealed }: SealKeyRow): SealKey =>
    sealKeyOfDer(certificate, keyring.open(SEAL_KEY_PURPOSE, SEAL_KEY_PLACE, sealed));
  const known = await findSealKey(db);
  if (known) return open(known);
  const { makeSelfMade } = await import('./self-made.ts');
  const made = await makeSelfMade(operatorName, clock.now());
  const sealedKey = keyring.seal(SEAL_KEY_PURPOSE, SEAL_KEY_PLACE, made.privateKey);
  await insertSealKey(db, { certificate: made.certificate, sealed_key: sealedKey });
  const kept = await findSealKey(db);
  if (!kept) throw new Error('the key of the seal was not kept');
  return open(kept);
}
