import type { Declared } from '../../declare/declared.ts';
import { logout } from './logout.ts';

export const commands: readonly Declared[] = [logout];
