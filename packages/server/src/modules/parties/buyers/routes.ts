import {
  type Api,
  PartnerPath,
  presentPage,
  ResourceExistsDifferentBody,
  VersionMismatch,
} from '../../../core/api/index.ts';
import { CapabilityRequired } from '../../../core/identity/index.ts';
import { IF_MATCH_PATTERN } from '../../../platform/http/known-version.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { blockBuyer } from './block-buyer.ts';
import type { BuyerDeps } from './buyer.ts';
import { getBuyer } from './get-buyer.ts';
import { listBuyers } from './list-buyers.ts';
import { patchBuyer } from './patch-buyer.ts';
import { BuyerErased, KycModeDowngrade } from './problems.ts';
import {
  Buyer,
  buyerExample,
  BuyerPage,
  BuyerPath,
  ListBuyersQuery,
  NoBody,
  PatchBuyerBody,
  UpsertBuyerBody,
} from './schemas.ts';
import { unblockBuyer } from './unblock-buyer.ts';
import { upsertBuyer } from './upsert-buyer.ts';

const buyers = '/v1/partners/:sellerId/buyers';
const buyer = `${buyers}/:buyerId`;
const common = { tag: 'Buyers', access: 'partner' } as const;
const one = (description: string) => ({ description, schema: Buyer, example: buyerExample });

export function registerBuyerRoutes(api: Api, deps: BuyerDeps): void {
  registerReads(api, deps);
  registerUpsertAndPatch(api, deps);
  registerBlocking(api, deps);
}

function registerUpsertAndPatch(api: Api, deps: BuyerDeps): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: buyers,
      params: PartnerPath,
      operationId: 'upsertBuyer',
      summary: 'Create a buyer, or find it by its VAT number.',
      description:
        'A buyer is unique per partner and VAT number. MARKETPLACE_LED needs the capability allowMarketplaceLedKyc; contacts are taken without allowContactPersonalData, which guards reading them.',
      rate: 'write',
      body: UpsertBuyerBody,
      bodyExample: {
        kycMode: 'NT24_LED',
        vatNumber: 'PT501964843',
        companyName: 'Garagem Central Lda',
        address: { street: 'Rua das Flores 12', postCode: '4050-262', city: 'Porto', country: 'PT' },
      },
      success: { 200: one('It exists with the same content.'), 201: one('Created.') },
      problems: [CapabilityRequired, ResourceExistsDifferentBody],
    },
    (call) => upsertBuyer(deps, call),
  );
  api.write(
    {
      ...common,
      method: 'PATCH',
      url: buyer,
      params: BuyerPath,
      operationId: 'patchBuyer',
      summary: 'Change members of a buyer.',
      description:
        'kycMode can only go from MARKETPLACE_LED to NT24_LED. The whole buyer may be sent back: what repeats its present value is ignored; another value of what cannot be changed is 422. Success adds 1 to the version.',
      rate: 'write',
      body: PatchBuyerBody,
      bodyExample: { companyName: 'Garagem Central & Filhos Lda' },
      requestHeaders: {
        'If-Match': {
          description: 'The ETag that was read, such as `"0"`, or several, or `*`.',
          required: true,
          pattern: IF_MATCH_PATTERN,
        },
      },
      success: { 200: one('Changed.') },
      problems: [NotFound, BuyerErased, VersionMismatch, KycModeDowngrade, ResourceExistsDifferentBody],
    },
    (call) => patchBuyer(deps, call),
  );
}

function registerReads(api: Api, deps: BuyerDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: buyers,
      params: PartnerPath,
      operationId: 'listBuyers',
      summary: 'List or look up buyers of a partner.',
      description:
        'Sort by createdAt, updatedAt, companyName or vatNumber. By the last two a page at most 10,000 buyers from either end is reached, and 422 else; by `cursor` all are.',
      rate: 'read',
      query: ListBuyersQuery,
      success: {
        200: {
          description: 'A page of buyers.',
          schema: BuyerPage,
          example: presentPage([buyerExample], 1, { page: 0, size: 20 }),
        },
      },
      problems: [],
    },
    (call) => listBuyers(deps, call),
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: buyer,
      params: BuyerPath,
      operationId: 'getBuyer',
      summary: 'Read one buyer.',
      rate: 'read',
      requestHeaders: {
        'If-None-Match': { description: 'An ETag; when it is still current the answer is 304.', required: false },
      },
      success: { 200: one('The buyer, with its ETag.'), 304: { description: 'Not modified.' } },
      problems: [NotFound],
    },
    (call) => getBuyer(deps, call),
  );
}

function registerBlocking(api: Api, deps: BuyerDeps): void {
  for (const [verb, status, decide] of [
    ['block', 'BLOCKED', blockBuyer],
    ['unblock', 'ACTIVE', unblockBuyer],
  ] as const) {
    api.write(
      {
        ...common,
        method: 'POST',
        url: `${buyer}/${verb}`,
        params: BuyerPath,
        operationId: `${verb}Buyer`,
        summary: verb === 'block' ? 'Block a buyer: no invitation can be made, sent or completed.' : 'Unblock a buyer.',
        rate: 'write',
        body: NoBody,
        bodyRequired: false,
        success: { 200: one(`The buyer is ${status}.`) },
        problems: [NotFound, BuyerErased],
      },
      (call) => decide(deps, call),
    );
  }
}
