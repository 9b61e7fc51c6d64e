import { defineCapability } from '../../../core/identity/index.ts';

/** May download the files of KYC documents (contract 5). */
export const AllowKycDocumentDownload = defineCapability('allowKycDocumentDownload');
