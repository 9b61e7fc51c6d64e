import type { Declared } from '../../declare/declared.ts';
import { api } from './api.ts';

export const commands: readonly Declared[] = [api];
