import { operationCommand } from '../../declare/operation-command.ts';

export const getSellerContact = operationCommand({
  verb: 'get',
  operation: 'getSellerContact',
  examples: ['seller-contact get'],
});
