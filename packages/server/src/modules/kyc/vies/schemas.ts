import Type, { type Static } from 'typebox';
import { cursorQuery, pageOf, pageQuery, Uuid } from '../../../core/api/index.ts';
import { CHECK_CAUSES, CHECK_RESULTS } from './vies-result.ts';

export const ViesCheckQueued = Type.Object(
  {
    status: Type.Enum(['QUEUED', 'IN_PROGRESS'], {
      type: 'string',
      title: 'ViesCheckStatus',
      description: 'IN_PROGRESS: VIES is being asked right now.',
    }),
  },
  { title: 'ViesCheckQueued' },
);

export const ListViesChecksQuery = Type.Object({ ...pageQuery, ...cursorQuery }, { additionalProperties: false });
export type ListViesChecksQuery = Static<typeof ListViesChecksQuery>;

/** Contract 5. */
export const ViesCheck = Type.Object(
  {
    uuid: Uuid,
    checkedAt: Type.String({
      format: 'date-time',
      description: 'When VIES was asked; where it was not asked, when that was found.',
    }),
    vatNumber: Type.String({ description: 'As checked.' }),
    result: Type.Enum([...CHECK_RESULTS], {
      type: 'string',
      title: 'ViesCheckResult',
      description: 'UNKNOWN: VIES has not said, for the reason in `error`.',
    }),
    cause: Type.Enum([...CHECK_CAUSES], {
      type: 'string',
      title: 'ViesCheckCause',
      description: 'MANUAL: it was asked for. FIRST: the number was new. DAILY: by the clock, with orders.',
    }),
    requestIdentifier: Type.Optional(
      Type.String({ description: "VIES's consultation number, the evidence of the check." }),
    ),
    name: Type.Optional(Type.String({ description: 'As VIES has it; some member states hide it.' })),
    address: Type.Optional(Type.String({ description: 'Likewise; may have several lines.' })),
    error: Type.Optional(
      Type.String({
        description:
          'Why the result is UNKNOWN: a code of VIES such as `MS_UNAVAILABLE`, which it answered to the end, or one of ours: `NOT_CONFIGURED` (the operator has no VIES), `NOT_A_MEMBER_STATE`, `NUMBER_CHANGED` (meanwhile), `NO_ANSWER`, `NO_CONNECTION`, `ODD_ANSWER`, `HTTP_<status>`.',
      }),
    ),
  },
  { title: 'ViesCheck' },
);
export type ViesCheck = Static<typeof ViesCheck>;
export const ViesCheckPage = pageOf('ViesCheckPage', ViesCheck);

export const viesCheckExample: ViesCheck = {
  uuid: '0b2e6d58-6d6f-4b59-9a4e-55b0e9a2c7d1',
  checkedAt: '2026-11-02T09:30:00.000Z',
  vatNumber: 'FR40303265045',
  result: 'VALID',
  cause: 'FIRST',
  requestIdentifier: 'WAPIAAAAY5s1Rk2p',
  name: 'SA SODIMAS',
  address: '11 RUE AMPERE\n26600 PONT DE L ISERE',
};
