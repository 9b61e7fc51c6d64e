import { defineModule } from '../../../core/module.ts';
import { AllowKycDocumentDownload } from './capabilities.ts';
import { KYC_FILE } from './file-columns.ts';
import { documentJobs } from './jobs.ts';
import { DocumentNotActive } from './problems.ts';
import type { DocumentDeps } from './read-document-content.ts';

export const documents = defineModule<DocumentDeps>({
  name: 'documents',
  tables: ['kyc_documents', 'kyc_files'],
  views: ['draft_file_ids', 'draft_form_file_ids', 'document_ids_of'],
  problems: [DocumentNotActive],
  storedFiles: [KYC_FILE],
  capabilities: [AllowKycDocumentDownload],
  actions: {
    'document.upload': { activity: 'DOCUMENT_UPLOADED' },
    'document.remove': { activity: 'DOCUMENT_REMOVED' },
    'document.restore': { activity: 'DOCUMENT_UPLOADED' },
    'document.infected': { activity: 'DOCUMENT_REFUSED' },
    'document.download': {},
    'document.withdraw': {},
    'document.patch': {},
  },
  routes: async () => (await import('./routes.ts')).registerDocumentRoutes,
  periodic: documentJobs,
});
