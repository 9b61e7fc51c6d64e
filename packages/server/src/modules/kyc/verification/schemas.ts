import Type, { type Static } from 'typebox';
import { Uuid } from '../../../core/api/index.ts';

/** Contract 5. */
export const VerificationSession = Type.Object(
  {
    sessionId: Uuid,
    idenfyUrl: Type.String({ format: 'uri', description: 'Where the person goes. Whoever has it can take his place.' }),
  },
  { title: 'VerificationSession' },
);
export type VerificationSession = Static<typeof VerificationSession>;

export const verificationSessionExample: VerificationSession = {
  sessionId: '5d0b6d5c-3f0e-4b1c-8a51-0d5c1b6a9e42',
  idenfyUrl: 'https://ui.idenfy.com/?authToken=2Jq8vW0sT4mXh7KpZ1cRbN6yE9uAfLdG3oQxViMk',
};
