import { examples, judgeWith } from '../../scripts/webhook-examples.ts';
import type { Figure } from '../figure.ts';
import type { Received } from './receiver.ts';

/** What really arrived, judged by a verifier that shares no line with ours: Python's where there is one, else plain node:crypto. */
export async function measureSignatures(sample: readonly Received[], secret: string): Promise<Figure[]> {
  const honest = sample.map(({ body, signature, receivedAtMs }) => ({
    body,
    signature,
    secrets: [secret],
    nowSeconds: Math.floor(receivedAtMs / 1000),
  }));
  const forged = honest.map((delivery) => ({ ...delivery, body: delivery.body.replace('"KYC"', '"KYB"') }));
  for (const language of ['Python', 'TypeScript']) {
    const example = examples.find((candidate) => candidate.language === language);
    const judged = example && (await judgeWith(example, [...honest, ...forged]));
    if (!judged) continue;
    const accepted = judged.slice(0, honest.length).filter(Boolean).length;
    const fooled = judged.slice(honest.length).filter(Boolean).length;
    return [
      {
        what: `${honest.length} of them judged by ${example.file} too, and as many altered`,
        found: `${accepted} and ${fooled} accepted`,
        goal: `${honest.length} and 0`,
        met: honest.length > 0 && accepted === honest.length && fooled === 0,
      },
    ];
  }
  return [];
}
