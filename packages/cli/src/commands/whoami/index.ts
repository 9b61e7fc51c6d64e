import type { Declared } from '../../declare/declared.ts';
import { whoami } from './whoami.ts';

export const commands: readonly Declared[] = [whoami];
