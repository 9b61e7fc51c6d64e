import Type, { type Static } from 'typebox';
import { LANGUAGE_TAG } from '../../texts/index.ts';

export const KycProfileQuery = Type.Object(
  {
    language: Type.Optional(
      Type.String({
        pattern: LANGUAGE_TAG,
        maxLength: 35,
        description:
          "Of the paper, beside English: a BCP 47 tag of an official language of the European Union. Default: the one that most people of the seller's country read.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type KycProfileQuery = Static<typeof KycProfileQuery>;
