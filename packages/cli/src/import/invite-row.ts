import { type CallOptions, type Client, type CreateInvitationInput, type KycMode, ProblemError } from '@nt24/sdk';
import { type Cells, documentsOf } from './import-row.ts';

export interface Inviting {
  readonly client: Client;
  readonly sellerId: string;
  readonly signal: AbortSignal;
}

export interface Invited {
  readonly outcome: 'created' | 'exists';
  readonly invitationUuid: string;
  readonly buyerId: string;
}

/** The buyer of a line is not there. */
export class BuyerNotFoundError extends Error {
  override readonly name = 'BuyerNotFoundError';
}

/** Of one call: a minute's window of calls may have to pass, more than once. */
const TIMEOUT_MS = 180_000;
const RETRIES = 12;

/**
 * Invites by one line; repeated under the same key it makes nothing twice.
 * @throws ProblemError, and the errors of every call; BuyerNotFoundError
 */
export async function inviteRow(cells: Cells, key: string, inviting: Inviting): Promise<Invited> {
  const { client, sellerId, signal } = inviting;
  const options = { signal, timeoutMs: TIMEOUT_MS, retries: RETRIES };
  const buyerId = await buyerOf(cells, inviting, { ...options, idempotencyKey: `${key}.buyer` });
  try {
    const input = { sellerId, buyerId, ...invitationOf(cells) };
    const { uuid } = await client.invitations.create(input, { ...options, idempotencyKey: key });
    return { outcome: 'created', invitationUuid: uuid, buyerId };
  } catch (error) {
    const standing = standingIn(error);
    if (standing === undefined) throw error;
    return { outcome: 'exists', invitationUuid: standing, buyerId };
  }
}

/** The ACTIVE invitation of the same buyer and address. */
function standingIn(error: unknown): string | undefined {
  if (!(error instanceof ProblemError) || !error.is('resource-exists-different-body')) return undefined;
  const { currentResource } = error;
  return 'publicLinkUrl' in currentResource ? currentResource.uuid : undefined;
}

async function buyerOf(cells: Cells, { client, sellerId }: Inviting, options: CallOptions): Promise<string> {
  const { buyerId, vatNumber = '', companyName, kycMode = '' } = cells;
  if (buyerId !== undefined) return buyerId;
  if (companyName === undefined) {
    const { data } = await client.buyers.list({ sellerId, vatNumber }, options);
    const [buyer] = data;
    if (!buyer)
      throw new BuyerNotFoundError('no buyer has this VAT number: give companyName and address to create him');
    return buyer.uuid;
  }
  const { street = '', postCode = '', city = '', country = '' } = cells;
  const address = { street, postCode, city, country: country.toUpperCase() };
  const body = { vatNumber, companyName, address, kycMode: modeOf(kycMode) };
  const buyer = await client.buyers.upsert({ sellerId, ...body }, options);
  return buyer.uuid;
}

type InvitationBody = Omit<CreateInvitationInput, 'sellerId' | 'buyerId'>;

/** Only what is there: an empty cell is no wish. */
function invitationOf(cells: Cells): InvitationBody {
  const { recipientEmail = '', label, locale, expiresInDays, message, redirectUrl, reminders } = cells;
  const documents = documentsOf(cells).map((type) => type.toUpperCase());
  return {
    recipientEmail,
    ...(label !== undefined && { label }),
    ...(locale !== undefined && { locale }),
    ...(expiresInDays !== undefined && { expiresInDays: Number(expiresInDays) }),
    ...(message !== undefined && { message }),
    ...(documents.length > 0 && { requestedDocuments: asTypes(documents) }),
    ...(redirectUrl !== undefined && { redirectUrl }),
    ...(reminders !== undefined && { reminders: reminders.toLowerCase() === 'true' }),
  };
}

/** The line was held against the names that there are. */
function asTypes(types: readonly string[]): NonNullable<InvitationBody['requestedDocuments']> {
  return types as NonNullable<InvitationBody['requestedDocuments']>;
}

/** Likewise. */
function modeOf(text: string): KycMode {
  return text.toUpperCase() as KycMode;
}
