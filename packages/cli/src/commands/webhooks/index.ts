import type { Declared } from '../../declare/declared.ts';
import { createWebhook } from './create.ts';
import { listWebhooks } from './list.ts';
import { getWebhook } from './get.ts';
import { patchWebhook } from './update.ts';
import { deleteWebhook } from './delete.ts';
import { listDeliveries } from './deliveries.ts';
import { replayDelivery } from './replay.ts';
import { fireTest } from './trigger.ts';
import { listenForEvents } from './listen.ts';

export const commands: readonly Declared[] = [
  createWebhook,
  listWebhooks,
  getWebhook,
  patchWebhook,
  deleteWebhook,
  listDeliveries,
  replayDelivery,
  fireTest,
  listenForEvents,
];
