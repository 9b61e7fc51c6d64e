import Type, { type Static } from 'typebox';
import { KEPT } from './kept.ts';

export const EraseBuyerBody = Type.Object(
  {
    reason: Type.String({
      format: 'visible-text',
      minLength: 1,
      maxLength: 500,
      description: 'For the file of the seller: kept, so name nobody in it. Holds a visible character.',
    }),
  },
  { additionalProperties: false, title: 'EraseBuyerBody' },
);
export type EraseBuyerBody = Static<typeof EraseBuyerBody>;

const Instant = Type.String({ format: 'date-time' });

export const BuyerErasureView = Type.Object(
  {
    erasedAt: Instant,
    kept: Type.Array(
      Type.Object(
        {
          what: Type.Enum(Object.keys(KEPT), { type: 'string', title: 'KeptKind' }),
          until: Instant,
          basis: Type.String({ description: 'Why it is kept, in English.' }),
        },
        { title: 'KeptAfterErasure' },
      ),
      { description: 'What stays, until when, and on what basis.' },
    ),
  },
  { title: 'BuyerErasure' },
);
export type BuyerErasureView = Static<typeof BuyerErasureView>;
