export { webhookJobs } from './purge-webhooks.ts';
export { startWebhookWorker } from './webhook-worker.ts';
