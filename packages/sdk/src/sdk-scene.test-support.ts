import { type BuyerScene, sceneWithBuyer, unique } from '../../harness/src/scene.ts';
import type { OrganizationWish, TestService } from '../../harness/src/service.ts';
import { type Client, type ClientOptions, createClient, type Invitation } from './index.ts';

/** A buyer, and a client that may speak of it. */
export interface SdkScene extends BuyerScene {
  readonly client: Client;
  readonly ids: { readonly sellerId: string; readonly buyerId: string };
  /** The credentials that the client was made with. */
  readonly credentials: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };
  clientWith(options: Partial<ClientOptions>): Client;
  invited(): Promise<Invitation>;
}

export async function sdkScene(service: TestService, wish?: OrganizationWish): Promise<SdkScene> {
  const scene = await sceneWithBuyer(service, wish);
  const { clientId, clientSecret, sellerId } = scene.org;
  const credentials = { issuer: service.config.oidc.issuer, clientId, clientSecret };
  const ids = { sellerId, buyerId: scene.buyerId };
  const clientWith = (options: Partial<ClientOptions>): Client =>
    createClient({ baseUrl: service.url, token: credentials, ...options });
  const client = clientWith({});
  const invited = async (): Promise<Invitation> =>
    client.invitations.create({ ...ids, recipientEmail: `office@${unique()}.example` });
  return { ...scene, client, ids, credentials, clientWith, invited };
}
