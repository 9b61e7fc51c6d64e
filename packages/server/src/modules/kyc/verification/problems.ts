import { defineProblem } from '../../../platform/problems/problems.ts';

/** Not kept under the key: the same call succeeds once the operator has set a provider. */
export const VerificationNotConfigured = defineProblem('verification-not-configured', {
  status: 409,
  title: 'No verification provider is configured',
  remedy: 'Ask the operator to set a verification provider; the key stays free.',
});
