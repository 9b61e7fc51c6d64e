import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { AML_STATUSES, VERIFICATION_STATUSES } from '../verification/index.ts';
import { type KycFacts, overallStatus, type OverallStatus } from './kyc-status.ts';
import { KYC_MODES } from '../documents/index.ts';
import { VIES_RESULTS } from '../vies/index.ts';

/** Contract 5 as a list of what must be there and what must not, in the form mode/VIES/documents/verification/AML. */
const VALID = ['A/VALID/complete/*/*', 'B/VALID/complete/VERIFIED/CLEAR'];
const INVALID = ['*/INVALID/*/*/*', 'B/*/*/REJECTED/*', 'B/*/*/*/FLAGGED'];

function matches(pattern: string, facts: readonly string[]): boolean {
  return pattern.split('/').every((part, n) => part === '*' || part === facts[n]);
}

function expected(name: string): OverallStatus {
  const facts = name.split('/');
  if (INVALID.some((pattern) => matches(pattern, facts))) return 'INVALID';
  return VALID.some((pattern) => matches(pattern, facts)) ? 'VALID' : 'INCOMPLETE';
}

function nameOf(facts: KycFacts): string {
  const mode = facts.kycMode === 'MARKETPLACE_LED' ? 'A' : 'B';
  const documents = facts.documentsComplete ? 'complete' : 'lacking';
  return [mode, facts.viesResult, documents, facts.verificationStatus, facts.amlStatus].join('/');
}

const combinations: KycFacts[] = KYC_MODES.flatMap((kycMode) =>
  VIES_RESULTS.flatMap((viesResult) =>
    [true, false].flatMap((documentsComplete) =>
      VERIFICATION_STATUSES.flatMap((verificationStatus) =>
        AML_STATUSES.map((amlStatus) => ({ kycMode, viesResult, documentsComplete, verificationStatus, amlStatus })),
      ),
    ),
  ),
);

suite('overall KYC status', () => {
  for (const facts of combinations) {
    const name = nameOf(facts);
    test(`${name} is ${expected(name)}`, () => assert.equal(overallStatus(facts), expected(name)));
  }

  test('the table has every combination, and every answer', () => {
    assert.equal(new Set(combinations.map(nameOf)).size, 256);
    const counts = Map.groupBy(combinations, overallStatus);
    assert.deepEqual([counts.get('VALID')?.length, counts.get('INVALID')?.length], [17, 106]);
  });
});
