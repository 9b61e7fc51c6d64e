import { operationCommand } from '../../declare/operation-command.ts';

export const uploadDocument = operationCommand({
  verb: 'upload',
  operation: 'uploadDocument',
  positionals: ['file'],
  examples: ['documents upload extract.pdf --buyer $BUYER --type COC_EXTRACT --document-date 2026-11-30'],
});
