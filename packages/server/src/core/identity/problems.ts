import { defineProblem } from '../../platform/problems/problems.ts';

/** Why a caller is not let in (contract 2.2, 2.3). */

export const Unauthorized = defineProblem('unauthorized', {
  status: 401,
  title: 'Authentication is required',
  remedy:
    'Fetch a new token by client credentials and try once more. If it is refused again, the client is unknown or disabled here, or the token is for another audience.',
});
export const Forbidden = defineProblem('forbidden', {
  status: 403,
  title: 'Not allowed',
  remedy: 'Use a seller that `GET /v1/me` lists in `authorizedPartners`. A new one needs a grant by the operator.',
});
export const CapabilityRequired = defineProblem('capability-required', {
  status: 403,
  title: 'The organization lacks a capability',
  kept: true,
  remedy:
    'Ask the operator to switch the capability on that `detail` names; `GET /v1/me` shows what is on. Then use a new key.',
});
export const DpaNotAccepted = defineProblem('dpa-not-accepted', {
  status: 403,
  title: 'The data processing agreement is not accepted',
  remedy:
    "Have the organization's data processing agreement accepted by the operator; until then only `GET /v1/me` answers.",
});
