import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Invitation } from '../../sdk/src/index.ts';
import type { OrganizationWish, TestOrganization, TestService } from './service.ts';

export type InvitationView = Invitation;

/** An organization with a buyer, and the addresses of its calls. */
export interface BuyerScene {
  readonly org: TestOrganization;
  readonly token: string;
  readonly buyerId: string;
  /** `/v1/partners/{sellerId}` */
  readonly partner: string;
  /** `{partner}/buyers/{buyerId}` */
  readonly buyer: string;
  /** `{buyer}/kyc/self-service-invitations` */
  readonly invitations: string;
}

export interface InvitationScene extends BuyerScene {
  readonly invitation: InvitationView;
  /** `{invitations}/{invitationUuid}` */
  readonly path: string;
}

const RENEW_MS = 60_000;

/** For a run that is longer than a token lives: the organization's token, fetched anew when a minute has passed. */
export function tokenSource({ token }: TestOrganization): () => Promise<string> {
  let current: Promise<string> | undefined;
  let fetchedMs = 0;
  return () => {
    if (!current || performance.now() - fetchedMs > RENEW_MS) {
      current = token();
      fetchedMs = performance.now();
    }
    return current;
  };
}

export const unique = (): string => randomBytes(5).toString('hex');

export function buyerBody(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    kycMode: 'NT24_LED',
    vatNumber: `PT${unique().toUpperCase()}`,
    companyName: 'Garagem Central Lda',
    address: { street: 'Rua das Flores 12', postCode: '4050-262', city: 'Porto', country: 'PT' },
    ...changes,
  };
}

export async function sceneWithBuyer(service: TestService, wish?: OrganizationWish): Promise<BuyerScene> {
  const org = await service.organization(wish);
  return addBuyer(service, org, await org.token());
}

/** A further buyer of the organization's first seller. */
export async function addBuyer(service: TestService, org: TestOrganization, token: string): Promise<BuyerScene> {
  const partner = `/v1/partners/${org.sellerId}`;
  const made = await service.call('POST', `${partner}/buyers`, { token, body: buyerBody() });
  assert.equal(made.status, 201);
  const { uuid: buyerId } = (await made.json()) as { uuid: string };
  const buyer = `${partner}/buyers/${buyerId}`;
  return { org, token, buyerId, partner, buyer, invitations: `${buyer}/kyc/self-service-invitations` };
}

export async function sceneWithInvitation(service: TestService, wish?: OrganizationWish): Promise<InvitationScene> {
  return invite(service, await sceneWithBuyer(service, wish));
}

/** A further invitation of the scene's buyer, to an address of its own unless one is given. */
export async function invite(
  service: TestService,
  scene: BuyerScene,
  body: Readonly<Record<string, unknown>> = {},
): Promise<InvitationScene> {
  const made = await service.call('POST', scene.invitations, {
    token: scene.token,
    body: { recipientEmail: `office@${unique()}.example`, ...body },
  });
  assert.equal(made.status, 201);
  const invitation = (await made.json()) as InvitationView;
  return { ...scene, invitation, path: `${scene.invitations}/${invitation.uuid}` };
}

/** A link that the organization's first seller publishes. */
export interface LinkScene {
  readonly org: TestOrganization;
  readonly token: string;
  /** `/v1/partners/{sellerId}/self-service-invitations` */
  readonly links: string;
  readonly invitation: InvitationView;
  /** `{links}/{invitationUuid}` */
  readonly path: string;
}

/** A PROSPECT link, with any label unless one is given; of a new organization unless one is given. */
export async function publish(
  service: TestService,
  body: Readonly<Record<string, unknown>> = {},
  by?: { readonly org: TestOrganization; readonly token: string },
): Promise<LinkScene> {
  const org = by?.org ?? (await service.organization());
  const token = by?.token ?? (await org.token());
  const links = `/v1/partners/${org.sellerId}/self-service-invitations`;
  const made = await service.call('POST', links, { token, body: { label: 'Autumn fair', ...body } });
  assert.equal(made.status, 201);
  const invitation = (await made.json()) as InvitationView;
  return { org, token, links, invitation, path: `${links}/${invitation.uuid}` };
}
