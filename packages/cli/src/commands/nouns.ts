import type { Declared } from '../declare/declared.ts';

interface NounDoor {
  readonly name: string;
  readonly about: string;
  load(): Promise<readonly Declared[]>;
}

/** All first words, in order of the help; what is behind one is read when it is said. */
export const nouns: readonly NounDoor[] = [
  door(
    'login',
    'Keep the credentials of a client, after trying them.',
    async () => (await import('./login/index.ts')).commands,
  ),
  door('logout', 'Forget the credentials of a profile.', async () => (await import('./logout/index.ts')).commands),
  door('whoami', 'Who the caller is.', async () => (await import('./whoami/index.ts')).commands),
  door('profiles', 'Which credentials are kept.', async () => (await import('./profiles/index.ts')).commands),
  door('buyers', 'Buyers of a seller.', async () => (await import('./buyers/index.ts')).commands),
  door('contacts', 'Contacts of a buyer.', async () => (await import('./contacts/index.ts')).commands),
  door(
    'invitations',
    'Invitations of buyers to show who they are.',
    async () => (await import('./invitations/index.ts')).commands,
  ),
  door('documents', 'Documents of a buyer.', async () => (await import('./documents/index.ts')).commands),
  door('kyc', 'What is known of a buyer, and checks of it.', async () => (await import('./kyc/index.ts')).commands),
  door(
    'prospect-links',
    'Published links, for people whom nobody knows yet.',
    async () => (await import('./prospect-links/index.ts')).commands,
  ),
  door(
    'prospects',
    'People who introduced themselves on a published link.',
    async () => (await import('./prospects/index.ts')).commands,
  ),
  door(
    'webhooks',
    'Endpoints that are told of events, and a stand-in for one.',
    async () => (await import('./webhooks/index.ts')).commands,
  ),
  door('events', 'What happened, to be pulled.', async () => (await import('./events/index.ts')).commands),
  door(
    'seller-contact',
    'Whom the buyers of a seller are told to ask.',
    async () => (await import('./seller-contact/index.ts')).commands,
  ),
  door('api', 'Any other call.', async () => (await import('./api/index.ts')).commands),
  door('completion', 'Completion of words by a shell.', async () => (await import('./completion/index.ts')).commands),
];

function door(name: string, about: string, load: NounDoor['load']): NounDoor {
  return { name, about, load };
}
