import type { Declared } from '../../declare/declared.ts';
import { createProspectLink } from './create.ts';
import { updateProspectLink } from './update.ts';

export const commands: readonly Declared[] = [createProspectLink, updateProspectLink];
