export { webhookJobs } from './purge-webhooks.ts';
export { waitingWebhooks } from './waiting-webhooks.ts';
export { registerWebhookRoutes } from './webhook-routes.ts';
export { startWebhookWorker } from './webhook-worker.ts';
