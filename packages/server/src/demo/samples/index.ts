import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { amlDeclaration, registerExtract } from './sample-papers.ts';
import { identityCard, vatCertificate } from './sample-pictures.ts';

/** By the type of document that each is for. */
export const SAMPLES = {
  COC_EXTRACT: { fileName: 'commercial-register-extract.pdf', draw: registerExtract },
  VAT_CERTIFICATE: { fileName: 'vat-certificate.jpg', draw: vatCertificate },
  AML_DECLARATION: { fileName: 'aml-declaration.pdf', draw: amlDeclaration },
  CONTACT_ID_CARD: { fileName: 'identity-card.jpg', draw: identityCard },
} as const;

/** Documents to try the buyer's page with, each plainly marked. Replaces those of before. @returns their paths */
export async function writeSamples(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Object.values(SAMPLES).map(async ({ fileName, draw }) => {
      const path = join(folder, fileName);
      await writeFile(path, await draw());
      return path;
    }),
  );
}
