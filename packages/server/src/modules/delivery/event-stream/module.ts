import { defineModule } from '../../../core/module.ts';
import type { EventStreamDeps } from './list-events.ts';

/** Events to pull, for those who cannot receive webhooks (contract 3.8). What is in the stream, and for how long, is the webhooks' affair. */
export const eventStream = defineModule<EventStreamDeps>({
  name: 'eventStream',
  tag: { name: 'Events', description: 'What happened, to be pulled instead of received.' },
  routes: async () => (await import('./routes.ts')).registerEventRoutes,
});
