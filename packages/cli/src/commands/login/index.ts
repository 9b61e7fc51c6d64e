import type { Declared } from '../../declare/declared.ts';
import { login } from './login.ts';

export const commands: readonly Declared[] = [login];
