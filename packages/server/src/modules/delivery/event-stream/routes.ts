import type { Api } from '../../../core/api/index.ts';
import { createEventWaits } from './event-waits.ts';
import { type EventStreamDeps, listEvents } from './list-events.ts';
import { EventPage, eventPageExample, listEventsQuery } from './schemas.ts';

/** Of the organization, like its webhooks: there is no seller in the path (contract 3.8). */
export async function registerEventRoutes(api: Api, deps: EventStreamDeps): Promise<void> {
  const waits = createEventWaits(deps);
  await api.encapsulate(async (inner, scope) => {
    scope.addHook('preClose', waits.stop);
    registerList(inner, { ...deps, waits });
  });
}

function registerList(api: Api, deps: Parameters<typeof listEvents>[0] & Pick<EventStreamDeps, 'events'>): void {
  api.read(
    {
      method: 'GET',
      url: '/v1/events',
      tag: 'Events',
      access: 'organization',
      rate: 'read',
      operationId: 'listEvents',
      summary: 'Pull the events of the organization, the oldest first.',
      description:
        'What webhooks are sent, for those who cannot receive them: the same envelopes with the same ids, kept 30 days, about the sellers that the organization has a grant on, from the grant on. Nothing appears before a `nextCursor` that was given out. Begin without `after`, or with `latest` for what comes from now on, then give back `nextCursor` as `after`: at once while `hasMore` is true, otherwise with `wait`. An answer without events has a `nextCursor` too. Tests of webhook endpoints are not among them.',
      query: listEventsQuery(deps.events),
      success: { 200: { description: 'What comes behind.', schema: EventPage, example: eventPageExample } },
      problems: [],
    },
    async (call, reply) => {
      const text = await listEvents(deps, call);
      // As it is: to read it into objects and write it anew would change its bytes.
      reply.type('application/json; charset=utf-8').serializer(String).send(text);
      return undefined;
    },
  );
}
