import Type, { type Static } from 'typebox';
import { pageQuery } from '../../../core/api/index.ts';
import { EVENT_ID, EventEnvelope, type EventType, subscriptionsSchema } from '../../../core/events/index.ts';

export const MAX_WAIT_SECONDS = 20;
/** In the place of an event's id: the place behind all that there is. */
export const LATEST = 'latest';

export function listEventsQuery(types: readonly EventType[]) {
  return Type.Object(
    {
      after: Type.Optional(
        Type.String({
          pattern: `${EVENT_ID}|^${LATEST}$`,
          description:
            'Goes on behind this event: the nextCursor of the answer before. Left out: from the oldest that is kept. `latest`, to begin from now on: answered at once, without events, and with a nextCursor behind all that there is; where that is missing there has been none yet, then go on without `after`. An event that is not there, or older than 30 days with others behind it, is 422: begin anew without it.',
        }),
      ),
      types: Type.Optional(subscriptionsSchema(types)),
      size: pageQuery.size,
      wait: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: MAX_WAIT_SECONDS,
          default: 0,
          description:
            'Where there is nothing to show, so many seconds are waited for it, 0 to 20. The answer comes as soon as there is something, and empty at the end; at once where too many of the organization are waiting (20 in each process).',
        }),
      ),
    },
    { additionalProperties: false },
  );
}
export type ListEventsQuery = Static<ReturnType<typeof listEventsQuery>>;

/** Not that of lists: it has no end, so no totals, and its cursor is there when nothing is behind it as well (decision 0061). */
export const EventPage = Type.Object(
  {
    data: Type.Array(EventEnvelope, { description: 'The oldest first; at most `size`, and maybe none.' }),
    hasMore: Type.Boolean({ description: 'Whether more is to be had at once. Else ask later, or with `wait`.' }),
    nextCursor: Type.Optional(
      Type.String({
        pattern: EVENT_ID,
        description:
          'Given back as `after` it goes on from here. Missing only while nothing has ever been behind `after`, and there was none.',
      }),
    ),
  },
  { title: 'EventPage' },
);

export const eventPageExample: Static<typeof EventPage> = {
  data: [
    {
      id: 'evt_5b1e0c9a7d3f4e21b6a80c4d9e7f1325',
      type: 'self_service_invitation.used',
      schemaVersion: 1,
      source: 'WEB_APP',
      createdAt: '2026-11-22T12:00:00.000Z',
      organizationUuid: '3d0d5f0e-6a0f-4c54-9a35-0a7c6f3b9b11',
      partnerUuid: 'c9a3a0de-54a9-4d16-8c3d-5f1b1c8f0e5a',
      data: {
        kind: 'KYC',
        buyerUuid: 'ae96e7c1-e3d5-4fb3-99cf-f5e51239506b',
        invitationUuid: 'da0c80c5-d4c3-4e86-8130-130ff793fd45',
        usedAt: '2026-11-22T12:00:00.000Z',
      },
    },
  ],
  hasMore: false,
  nextCursor: 'evt_5b1e0c9a7d3f4e21b6a80c4d9e7f1325',
};
