import { type FieldError } from '../../../platform/problems/problems.ts';
import { keptMailAddress } from '../../../platform/mail-address.ts';
import { isReachable, type SellerContact } from './contact.ts';
import type { SellerContactBody } from './schemas.ts';

/** The contact as it is kept; undefined where the wish is empty, that is, for none. */
export function keptContact(wish: SellerContactBody): SellerContact | undefined {
  if (Object.keys(wish).length === 0) return undefined;
  const { email } = wish;
  return email === undefined ? wish : { ...wish, email: keptMailAddress(email) ?? email };
}

/** A name alone leads nowhere. */
export function lacksOf(wish: SellerContactBody): FieldError[] {
  if (Object.keys(wish).length === 0 || isReachable(wish)) return [];
  return [{ field: 'name', message: 'must have an email, a phone or a postalAddress beside it' }];
}
