import type { Answer, Call } from '../../../core/api/index.ts';
import { findSellerContact } from './repository.ts';
import type { SellerContactDeps } from './deps.ts';

export async function getSellerContact(
  { db }: SellerContactDeps,
  { params }: Call<{ params: { sellerId: string } }>,
): Promise<Answer> {
  return { status: 200, body: (await findSellerContact(db, params.sellerId)) ?? {} };
}
