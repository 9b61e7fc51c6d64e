export { blanked, blankEvents } from './blank-events.ts';
export { envelopeOf } from './envelope.ts';
export { type EventFact, factOf } from './event-fact.ts';
export { defineEvent, type EventType } from './event-type.ts';
export { Instant, instantOf } from './instant.ts';
export { dataOf, insertFacts, insertFactsFrom } from './raise.ts';
export { subscriptionsSchema } from './subscriptions.ts';
export { EVENTS_CHANNEL, purgeEvents, takeUnpublished, TOLD_CHANNEL, waitingEvents } from './unpublished.ts';
