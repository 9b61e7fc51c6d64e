import Type from 'typebox';
import { defineEvent, Instant } from '../../../core/events/index.ts';

/** Contract 6. */
export const EndpointAutoPaused = defineEvent('webhook.endpoint_auto_paused', {
  title: 'EndpointAutoPaused',
  about: 'organization',
  when: 'One of your endpoints was paused, since it kept failing or answered 410. Told to your other active endpoints that subscribe to it, and to be pulled.',
  data: Type.Object({
    endpointId: Type.String({ description: 'the endpoint, `wh_...`' }),
    reason: Type.Enum(['CONSECUTIVE_FAILURES', 'FAILING_TOO_LONG', 'GONE'], {
      type: 'string',
      description: '`CONSECUTIVE_FAILURES`, `FAILING_TOO_LONG` or `GONE`',
    }),
    consecutiveFailures: Type.Integer({ description: 'how many' }),
    failingSince: Instant,
    pausedAt: Instant,
  }),
});

/** Contract 6. */
export const DeliveryFailedTerminal = defineEvent('webhook.delivery_failed_terminal', {
  title: 'DeliveryFailedTerminal',
  about: 'organization',
  when: 'A delivery has used up its tries. Told to your active endpoints that subscribe to it, and to be pulled; the failure of such an event itself raises none.',
  data: Type.Object({
    endpointId: Type.String({ description: 'the endpoint, `wh_...`' }),
    deliveryId: Type.String({ description: 'the delivery, `del_...`; it can be replayed' }),
    eventId: Type.String({ description: 'the event that did not arrive' }),
    eventType: Type.String({ description: 'its type' }),
    attempts: Type.Integer({ description: 'how many were made' }),
    httpStatus: Type.Optional(Type.Integer({ description: 'of the last one; absent where no answer came' })),
    failedAt: Instant,
  }),
});
