import type { Declared } from '../../declare/declared.ts';
import { listEvents } from './list.ts';

export const commands: readonly Declared[] = [listEvents];
