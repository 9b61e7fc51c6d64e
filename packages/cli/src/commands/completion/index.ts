import type { Declared } from '../../declare/declared.ts';
import { completion } from './completion.ts';

export const commands: readonly Declared[] = [completion];
