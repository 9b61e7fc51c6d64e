import { type Answer, type Call, presentPage } from '../../../core/api/index.ts';
import { type BuyerDeps, presentBuyer } from './buyer.ts';
import { selectBuyers } from './list-repository.ts';
import type { ListBuyersQuery } from './schemas.ts';

/** Buyers of a partner, or the one with a VAT number (contract 4). */
export async function listBuyers(
  { db }: BuyerDeps,
  { params, query }: Call<{ params: { sellerId: string }; query: ListBuyersQuery }>,
): Promise<Answer> {
  const { rows, total, window } = await selectBuyers(db, { ...query, sellerId: params.sellerId });
  return { status: 200, body: presentPage(rows.map(presentBuyer), total, window) };
}
