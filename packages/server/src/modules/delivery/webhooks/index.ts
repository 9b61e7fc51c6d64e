export { blankMessages } from './blank-messages.ts';
export { startWebhookWorker } from './webhook-worker.ts';
export { webhooks } from './module.ts';
export type { AddressRules } from './endpoint-input.ts';
