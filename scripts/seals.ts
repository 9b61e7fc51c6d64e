/**
 * `npm run seals`: what others say of a sealed profile. poppler's pdfsig, pyHanko, EU DSS and veraPDF judge one with a seal alone (PAdES
 * baseline B), one with a time-stamp (T), and both with one changed byte, which none of the first three may take. Each is passed over in a
 * line where it is not to be had. Exits 1 where one says another thing than it should.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealKeyOfDer } from '../packages/server/src/core/electronic-seal/seal-key.ts';
import { sealPdf } from '../packages/server/src/core/electronic-seal/seal-pdf.ts';
import { makeSelfMade } from '../packages/server/src/core/electronic-seal/self-made.ts';
import { createTimeStamp } from '../packages/server/src/core/electronic-seal/time-stamp.ts';
import { startTimeStampService } from '../packages/server/src/core/electronic-seal/time-stamp-service.test-support.ts';
import { renderPaper } from '../packages/server/src/modules/kyc/profile/render-profile-pdf.ts';
import { sampleProfile } from '../packages/server/src/modules/kyc/profile/sample-profile.test-support.ts';
import { installJavaJudges, installPdfsig, installPyHanko } from '../seals/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'nt24-seals-'));
try {
  await judgeAll(await makePapers());
} finally {
  rmSync(folder, { recursive: true });
}

interface Paper {
  readonly path: string;
  readonly format: string;
  readonly isWhole: boolean;
}

async function makePapers(): Promise<Paper[]> {
  const now = new Date();
  const made = await makeSelfMade('Seals for tests', now);
  const key = sealKeyOfDer(made.certificate, made.privateKey);
  const service = await startTimeStampService();
  const timeStamp = createTimeStamp(service.url);
  const papers: Paper[] = [];
  for (const language of ['de', 'el', 'en'] as const) {
    const profile = Buffer.from(await renderPaper({ ...sampleProfile, language }));
    papers.push(...kept(`${language}-b`, 'PAdES-BASELINE-B', await sealPdf(profile, { key, now })));
    papers.push(...kept(`${language}-t`, 'PAdES-BASELINE-T', await sealPdf(profile, { key, now, timeStamp })));
  }
  await service.stop();
  return papers;
}

/** As it is, and with one byte of its pages changed. */
function kept(name: string, format: string, pdf: Buffer): Paper[] {
  const changed = Buffer.from(pdf);
  const at = pdf.indexOf('stream') + 100;
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return [
    { path: write(name, pdf), format, isWhole: true },
    { path: write(`${name}-changed`, changed), format, isWhole: false },
  ];
}

function write(name: string, bytes: Buffer): string {
  const path = join(folder, `${name}.pdf`);
  writeFileSync(path, bytes);
  return path;
}

async function judgeAll(papers: readonly Paper[]): Promise<void> {
  for (const [name, install] of Object.entries({ pdfsig: installPdfsig, pyHanko: installPyHanko })) {
    const judge = await install();
    if (!judge) continue;
    const verdicts: boolean[] = [];
    for (const { path } of papers) verdicts.push(await judge.isWhole(path));
    report(
      name,
      papers.every(({ isWhole }, at) => verdicts[at] === isWhole),
    );
  }
  const judge = await installJavaJudges();
  if (!judge) return;
  const verdicts = await judge(papers.map(({ path }) => path));
  // Nobody vouches for a key of our own: no more than INDETERMINATE is to be had.
  const isGood = ({ isWhole, format }: Paper, at: number): boolean => {
    const verdict = verdicts[at];
    const isFound = verdict?.indication === 'INDETERMINATE' && verdict.reason === 'NO_CERTIFICATE_CHAIN_FOUND';
    return isFound === isWhole && (!isWhole || verdict?.format === format);
  };
  report('EU DSS', papers.every(isGood));
  report(
    'veraPDF',
    papers.every(({ isWhole }, at) => !isWhole || verdicts[at]?.isArchival === true),
  );
  if (process.exitCode === 1) for (const verdict of verdicts) console.error(JSON.stringify(verdict));
}

function report(judge: string, isGood: boolean): void {
  console.log(`seals: ${judge} ${isGood ? 'good' : 'FAILED'}`);
  if (!isGood) process.exitCode = 1;
}
