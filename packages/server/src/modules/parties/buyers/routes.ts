import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import { type Api, presentPage, windowOf } from '../../../core/api/index.ts';
import { setBuyerStatus } from './block-buyer.ts';
import { buyerNotFound, etagOf, presentBuyer } from './buyer.ts';
import { patchBuyer } from './patch-buyer.ts';
import { findBuyer, listBuyers } from './repository.ts';
import { Buyer, buyerExample, BuyerPage, ListBuyersQuery, NoBody, PatchBuyerBody, UpsertBuyerBody } from './schemas.ts';
import { upsertBuyer } from './upsert-buyer.ts';

const buyers = '/v1/partners/:sellerId/buyers';
const buyer = `${buyers}/:buyerId`;
const common = { tag: 'Buyers', access: 'partner' } as const;
const one = (description: string) => ({ description, schema: Buyer, example: buyerExample });

export interface BuyerParts {
  readonly db: Database;
  readonly clock: Clock;
}

export function registerBuyerRoutes(api: Api, parts: BuyerParts): void {
  registerReads(api, parts);
  registerUpsertAndPatch(api, parts);
  registerBlocking(api, parts);
}

function registerUpsertAndPatch(api: Api, { db, clock }: BuyerParts): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: buyers,
      operationId: 'upsertBuyer',
      summary: 'Create a buyer, or find it by its VAT number.',
      description:
        'A buyer is unique per partner and VAT number. MARKETPLACE_LED needs the capability allowMarketplaceLedKyc; contacts need allowContactPersonalData.',
      rate: 'write',
      body: UpsertBuyerBody,
      bodyExample: {
        kycMode: 'NT24_LED',
        vatNumber: 'PT501964843',
        companyName: 'Garagem Central Lda',
        address: { street: 'Rua das Flores 12', postCode: '4050-262', city: 'Porto', country: 'PT' },
      },
      success: { 200: one('It exists with the same content.'), 201: one('Created.') },
      problems: ['capability-required', 'resource-exists-different-body'],
    },
    (call) => upsertBuyer(db, clock, call),
  );
  api.write(
    {
      ...common,
      method: 'PATCH',
      url: buyer,
      operationId: 'patchBuyer',
      summary: 'Change members of a buyer.',
      description: 'kycMode can only go from MARKETPLACE_LED to NT24_LED. Success adds 1 to the version.',
      rate: 'write',
      body: PatchBuyerBody,
      bodyExample: { companyName: 'Garagem Central & Filhos Lda' },
      requestHeaders: { 'If-Match': { description: 'The ETag that was read.', required: true } },
      success: { 200: one('Changed.') },
      problems: ['not-found', 'version-mismatch', 'kyc-mode-downgrade', 'resource-exists-different-body'],
    },
    (call) => patchBuyer(db, clock, call),
  );
}

function registerReads(api: Api, { db }: BuyerParts): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: buyers,
      operationId: 'listBuyers',
      summary: 'List or look up buyers of a partner.',
      description: 'Sort by createdAt, updatedAt, companyName or vatNumber.',
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
    async ({ params, query }) => {
      const { rows, total } = await listBuyers(db, params['sellerId'] ?? '', query);
      return { status: 200, body: presentPage(rows.map(presentBuyer), total, windowOf(query)) };
    },
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: buyer,
      operationId: 'getBuyer',
      summary: 'Read one buyer.',
      rate: 'read',
      requestHeaders: {
        'If-None-Match': { description: 'An ETag; when it is still current the answer is 304.', required: false },
      },
      success: { 200: one('The buyer, with its ETag.'), 304: { description: 'Not modified.' } },
      problems: ['not-found'],
    },
    async ({ params, request }) => {
      const { sellerId = '', buyerId = '' } = params;
      const row = isUuid(buyerId) ? await findBuyer(db, sellerId, buyerId) : undefined;
      if (!row) throw buyerNotFound();
      const headers = { etag: etagOf(row) };
      return matches(request.headers['if-none-match'], headers.etag)
        ? { status: 304, headers }
        : { status: 200, headers, body: presentBuyer(row) };
    },
  );
}

function registerBlocking(api: Api, { db, clock }: BuyerParts): void {
  for (const [verb, status] of [
    ['block', 'BLOCKED'],
    ['unblock', 'ACTIVE'],
  ] as const) {
    api.write(
      {
        ...common,
        method: 'POST',
        url: `${buyer}/${verb}`,
        operationId: `${verb}Buyer`,
        summary: verb === 'block' ? 'Block a buyer: no invitation can be made, sent or completed.' : 'Unblock a buyer.',
        rate: 'write',
        body: NoBody,
        bodyRequired: false,
        success: { 200: one(`The buyer is ${status}.`) },
        problems: ['not-found'],
      },
      (call) => setBuyerStatus(db, clock, call, status),
    );
  }
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}
