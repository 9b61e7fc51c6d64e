import { operationCommand } from '../../declare/operation-command.ts';

export const patchBuyer = operationCommand({
  verb: 'update',
  operation: 'patchBuyer',
  positionals: ['buyerId'],
  members: ['kycMode', 'vatNumber', 'companyName', 'address'],
  spread: { address: ['street', 'postCode', 'city', 'country'] },
  versionFrom: 'getBuyer',
  examples: [
    'buyers update $BUYER --city Lisboa',
    `buyers update $BUYER --if-match '"3"' --company-name 'Garagem do Norte Lda'`,
  ],
});
