import { operationCommand } from '../../declare/operation-command.ts';

export const upsertBuyer = operationCommand({
  verb: 'create',
  operation: 'upsertBuyer',
  spread: { address: ['street', 'postCode', 'city', 'country'] },
  examples: [
    "buyers create --kyc-mode NT24_LED --vat-number PT501964843 --company-name 'Garagem Central Lda' --street 'Rua das Flores 12' --post-code 4050-262 --city Porto --country PT",
    'buyers create --data @buyer.json',
  ],
});
