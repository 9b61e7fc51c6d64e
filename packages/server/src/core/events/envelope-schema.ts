import Type from 'typebox';

export const EVENT_ID = '^evt_[0-9a-f]{32}$';

/** What a webhook is sent, and what is pulled (contract 6). */
export const EventEnvelope = Type.Object(
  {
    id: Type.String({ pattern: EVENT_ID, description: 'The same in every answer and in every webhook.' }),
    type: Type.String({ description: 'Further types may be added: pass over what you do not know.' }),
    schemaVersion: Type.Integer({ description: '1.' }),
    source: Type.Enum(['API', 'WEB_APP', 'SYSTEM'], {
      type: 'string',
      title: 'EventSource',
      description: 'Whose doing it was: a call, the buyer on his page, or the clock.',
    }),
    createdAt: Type.String({ format: 'date-time' }),
    organizationUuid: Type.String({ format: 'uuid' }),
    partnerUuid: Type.Optional(
      Type.String({ format: 'uuid', description: 'Of which seller; absent where it is about a webhook endpoint.' }),
    ),
    data: Type.Record(Type.String(), Type.Unknown(), { description: 'Depends on the type. Members may be added.' }),
  },
  { title: 'EventEnvelope' },
);
