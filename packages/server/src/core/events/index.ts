export { defineEvent, type EventFact, type EventType, factOf } from './event-type.ts';
