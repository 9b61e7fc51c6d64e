import type { Declared } from '../../declare/declared.ts';
import { listProfiles } from './list.ts';

export const commands: readonly Declared[] = [listProfiles];
