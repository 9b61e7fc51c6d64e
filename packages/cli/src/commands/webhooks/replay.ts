import { operationCommand } from '../../declare/operation-command.ts';

export const replayDelivery = operationCommand({
  verb: 'replay',
  operation: 'replayDelivery',
  positionals: ['id', 'deliveryId'],
  examples: ['webhooks replay $WEBHOOK $DELIVERY'],
});
