import type { Declared } from '../../declare/declared.ts';
import { getSellerContact } from './get.ts';
import { setSellerContact } from './set.ts';

export const commands: readonly Declared[] = [getSellerContact, setSellerContact];
