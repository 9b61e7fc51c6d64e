import { after, afterEach, before, beforeEach } from 'node:test';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../../../harness/src/webhook-receiver.ts';
import { createWebhookScene } from '../../../../../harness/src/webhook-scene.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';

/** For the suite that calls it: one service for all of its tests, and for each a new receiver and a new worker. */
export function stageDeliveries() {
  let service: TestService;
  let scene: ReturnType<typeof createWebhookScene>;
  let receiver: WebhookReceiver;
  let worker: TestWorker;

  const startWorker = async (): Promise<void> => {
    worker = await openWorker(settingsOf(service));
  };
  before(async () => {
    service = await startService();
    scene = createWebhookScene(service);
  });
  after(() => service.close());
  beforeEach(async () => {
    receiver = await startWebhookReceiver();
    await startWorker();
  });
  afterEach(async () => {
    await worker.stop();
    await receiver.close();
  });

  return {
    get service() {
      return service;
    },
    get scene() {
      return scene;
    },
    get receiver() {
      return receiver;
    },
    get worker() {
      return worker;
    },
    /** In the place of the worker, which a test has stopped. */
    startWorker,
  };
}
