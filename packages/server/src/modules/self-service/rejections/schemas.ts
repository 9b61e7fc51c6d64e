import Type, { type Static } from 'typebox';
import { EndDocumentBody, KycDocument } from '../../kyc/documents/index.ts';
import { Invitation } from '../invitations/index.ts';

export const RejectDocumentBody = Type.Object(
  {
    ...EndDocumentBody.properties,
    resend: Type.Optional(
      Type.Boolean({
        description:
          'true: the buyer is mailed at once, with the reason. By his newest ACTIVE invitation; where he has none, by a new one that asks for this type alone, to the address that the document came from, or that sent something last.',
      }),
    ),
  },
  { additionalProperties: false, title: 'RejectDocumentBody' },
);
export type RejectDocumentBody = Static<typeof RejectDocumentBody>;

/** With `resend`, also the invitation by which the buyer is mailed. */
export const RejectedDocument = Type.Object(
  {
    ...KycDocument.properties,
    invitation: Type.Optional(Invitation),
  },
  { title: 'RejectedDocument' },
);
