import { operationCommand } from '../../declare/operation-command.ts';

export const setSellerContact = operationCommand({
  verb: 'set',
  operation: 'setSellerContact',
  examples: ["seller-contact set --name 'Sales desk' --email desk@dealer.example"],
});
