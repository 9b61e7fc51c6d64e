import assert from 'node:assert/strict';
import { type BuyerScene, invite, type InvitationScene } from './scene.ts';
import { stepOf } from './session-addresses.ts';
import type { TestService } from './service.ts';
import { createVisitor, headingOf, textOf, type Visitor } from './visitor.ts';

export const SESSION_PAGES = [
  '/kyc/company',
  '/kyc/documents',
  '/kyc/review',
  '/kyc/done',
  '/kyc/privacy',
  '/kyc/report',
];
export const SESSION_POSTS = [
  '/kyc/company',
  '/kyc/documents',
  '/kyc/review',
  '/kyc/report',
  `/kyc/documents/${crypto.randomUUID()}/remove`,
  '/kyc/documents/not-supplied/COC_EXTRACT',
  '/kyc/documents/not-supplied/COC_EXTRACT/take-back',
];

export interface InvitationState {
  readonly status: string;
  readonly usageCount: number;
  readonly lastUsedAt?: string;
}

/** Invitations of one buyer in English, and visitors of their pages. */
export function createPortalScene(service: TestService, buyer: BuyerScene) {
  return {
    async invited(body: Readonly<Record<string, unknown>> = {}): Promise<InvitationScene> {
      return invite(service, { ...buyer, token: await buyer.org.token() }, { locale: 'en', ...body });
    },
    /** A visitor with a session, who added a file of each type. */
    async started({ invitation }: InvitationScene, types: readonly string[] = []): Promise<Visitor> {
      const visitor = createVisitor(service);
      await visitor.prepare(invitation.publicLinkUrl, types);
      return visitor;
    },
    /** With a token of its own: some walks go on for longer than one lives. */
    async stateOf({ path, org }: InvitationScene): Promise<InvitationState> {
      const token = await org.token();
      return (await (await service.call('GET', path, { token })).json()) as InvitationState;
    },
    async revoke({ path, org }: InvitationScene): Promise<void> {
      const token = await org.token();
      assert.equal(
        (await service.call('POST', `${path}/revoke`, { token, body: { reason: 'secret words' } })).status,
        200,
      );
    },
  };
}

export type PortalScene = ReturnType<typeof createPortalScene>;

/** The page with the given text as its heading; returns its markup. */
export async function expectPage(answer: Response, status: number, key: string): Promise<string> {
  const page = await answer.text();
  assert.equal(answer.status, status, headingOf(page));
  assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(headingOf(page), textOf(key));
  return page;
}

/** A step of a session is named without its invitation. */
export function expectRedirect(answer: Response, location: string): void {
  assert.deepEqual([answer.status, stepOf(answer.headers.get('location'))], [303, location]);
}
