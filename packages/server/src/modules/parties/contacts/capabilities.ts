import { defineCapability } from '../../../core/identity/index.ts';

/** May read and change buyers' contacts (contract 4). */
export const AllowContactPersonalData = defineCapability('allowContactPersonalData');
