import { type Api, presentPage } from '../../../core/api/index.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { BuyerErased, BuyerPath, NoBody } from '../../parties/buyers/index.ts';
import type { ViesDeps } from './deps.ts';
import { listViesChecks } from './list-vies-checks.ts';
import { requestViesCheck } from './request-vies-check.ts';
import { ListViesChecksQuery, viesCheckExample, ViesCheckPage, ViesCheckQueued } from './schemas.ts';

const kyc = '/v1/partners/:sellerId/buyers/:buyerId/kyc';
const common = { tag: 'KYC', access: 'partner', params: BuyerPath, problems: [NotFound] } as const;

/** Checks of the buyer's VAT number (contract 5). */
export function registerViesRoutes(api: Api, deps: ViesDeps): void {
  api.write(
    {
      ...common,
      problems: [NotFound, BuyerErased],
      method: 'POST',
      url: `${kyc}/vies-check`,
      operationId: 'requestViesCheck',
      summary: 'Have the VAT number of a buyer checked against VIES.',
      description:
        'Done by a job; while one is under way no other begins. An answer of the last 10 minutes about the same number is given again without another call. While VIES cannot answer it is asked again for a day; the result that was known stays meanwhile. A new number is checked by itself.',
      rate: 'write',
      body: NoBody,
      bodyRequired: false,
      success: {
        202: {
          description: 'It will be done, or is being done.',
          schema: ViesCheckQueued,
          example: { status: 'QUEUED' },
        },
      },
    },
    (call) => requestViesCheck(deps, call),
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: `${kyc}/vies-checks`,
      operationId: 'listViesChecks',
      summary: 'List the checks of the VAT numbers of a buyer, the latest first.',
      description: 'Those that have ended, of earlier numbers too. They are kept as evidence.',
      personalData: true,
      rate: 'read',
      query: ListViesChecksQuery,
      success: {
        200: {
          description: 'A page of checks.',
          schema: ViesCheckPage,
          example: presentPage([viesCheckExample], 1, { page: 0, size: 20 }),
        },
      },
    },
    (call) => listViesChecks(deps, call),
  );
}
