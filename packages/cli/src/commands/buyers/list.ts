import { operationCommand } from '../../declare/operation-command.ts';

export const listBuyers = operationCommand({
  verb: 'list',
  operation: 'listBuyers',
  columns: ['uuid', 'status', 'vatNumber', 'companyName', 'address.city', 'address.country', 'kycMode'],
  examples: ['buyers list --vat-number PT501964843', 'buyers list --all --json'],
});
