import { create } from 'content-disposition';
import type { FastifyReply } from 'fastify';
import { type Api, PartnerPath } from '../../../../core/api/index.ts';
import { NotFound } from '../../../../platform/problems/problem-types.ts';
import type { InvitationDeps } from '../invitation.ts';
import { InvitationNotActive } from '../problems.ts';
import { Invitation, type Invitation as InvitationView, PartnerInvitationPath } from '../schemas.ts';
import { createProspectLink } from './create-prospect-link.ts';
import { getInvitationPoster, type PosterDeps } from './get-invitation-poster.ts';
import { getInvitationQrCode } from './get-invitation-qr-code.ts';
import { CreateProspectLinkBody, PosterQuery, QrCodeQuery, UpdateProspectLinkBody } from './schemas.ts';
import { updateProspectLink } from './update-prospect-link.ts';

const links = '/v1/partners/:sellerId/self-service-invitations';
const link = `${links}/:invitationUuid`;
const common = { tag: 'Self-service invitations', access: 'partner' } as const;

const linkExample: InvitationView = {
  uuid: '0b6f3c1e-4f0e-4d2b-8d49-6a1f0f0c9a56',
  kind: 'PROSPECT',
  status: 'ACTIVE',
  publicLinkUrl: 'https://kyc.example.com/i/AQAAAAELbzweTw5NK41Jah8PDJpWq2lRr0F2o0nS1m5xkqTn0A',
  createdAt: '2026-11-02T09:30:00.000Z',
  expiresAt: '2027-01-31T09:30:00.000Z',
  label: 'Autumn fair',
  usageCount: 0,
};

/** What is done with links that a seller publishes, and how links of both kinds come onto paper. */
export function registerLinkRoutes(api: Api, deps: InvitationDeps & PosterDeps): void {
  registerCreate(api, deps);
  registerUpdate(api, deps);
  registerQrCode(api, deps);
  registerPoster(api, deps);
}

function registerCreate(api: Api, deps: InvitationDeps): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: links,
      params: PartnerPath,
      operationId: 'createProspectLink',
      summary: 'Make a link to publish, for people not yet known.',
      description:
        'A PROSPECT link: whoever has it may register, each in a place of his own. Nobody is mailed. It stays ACTIVE through any number of submissions, and ends by revocation, by its time, or with the last of its maxUses (USED).',
      personalData: true,
      rate: 'write',
      body: CreateProspectLinkBody,
      bodyExample: { label: 'Autumn fair', expiresInDays: 90, maxUses: 500, prospectTypes: ['COMPANY'] },
      success: { 201: { description: 'Created.', schema: Invitation, example: linkExample } },
      problems: [],
    },
    (call) => createProspectLink(deps, call),
  );
}

function registerUpdate(api: Api, deps: InvitationDeps): void {
  api.write(
    {
      ...common,
      method: 'PATCH',
      url: link,
      params: PartnerInvitationPath,
      operationId: 'updateProspectLink',
      summary: 'Change label, end or cap of a PROSPECT link.',
      description:
        'What is left out stays; other members may repeat their present values. By expiresInDays an EXPIRED link becomes ACTIVE again, at its old address, or at a new one where the key that signed the old one is retired: see publicLinkUrl. USED and REVOKED links are 409; KYC invitations are 422, naming kind.',
      personalData: true,
      rate: 'write',
      body: UpdateProspectLinkBody,
      bodyExample: { label: 'Autumn fair, hall 3', expiresInDays: 30 },
      success: {
        200: {
          description: 'The link as it stands now.',
          schema: Invitation,
          example: { ...linkExample, label: 'Autumn fair, hall 3' },
        },
      },
      problems: [NotFound, InvitationNotActive],
    },
    (call) => updateProspectLink(deps, call),
  );
}

function registerQrCode(api: Api, deps: InvitationDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: `${link}/qr.svg`,
      params: PartnerInvitationPath,
      query: QrCodeQuery,
      operationId: 'getInvitationQrCode',
      summary: 'Get the link as a QR code.',
      description:
        "Of an ACTIVE invitation of either kind; 409 for others. Dark on white, with the standard's quiet zone: in the colour of the brand where cameras read it, else in black. Whoever scans the code has the link.",
      rate: 'read',
      success: { 200: { description: 'The picture.', files: ['image/svg+xml', 'image/png'] } },
      problems: [NotFound, InvitationNotActive],
    },
    async (call, reply) => {
      const { mediaType, bytes } = await getInvitationQrCode(deps, call);
      const ending = mediaType === 'image/png' ? 'png' : 'svg';
      return sendFile(reply, { mediaType, bytes, fileName: `qr-${call.params.invitationUuid}.${ending}` });
    },
  );
}

function registerPoster(api: Api, deps: PosterDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: `${link}/poster.pdf`,
      params: PartnerInvitationPath,
      query: PosterQuery,
      operationId: 'getInvitationPoster',
      summary: 'Get a PROSPECT link as a poster to print.',
      description:
        'One A4 page with the name or brand of the seller, the QR code, what to do, and until when. Of an ACTIVE PROSPECT link; 409 for one that has ended, 404 for a KYC invitation. Print it anew when the end has changed. 503 where too many are being made at once.',
      rate: 'read',
      success: { 200: { description: 'The poster.', files: ['application/pdf'] } },
      problems: [NotFound, InvitationNotActive],
    },
    async (call, reply) => {
      const bytes = await getInvitationPoster(deps, call);
      return sendFile(reply, {
        mediaType: 'application/pdf',
        bytes,
        fileName: `poster-${call.params.invitationUuid}.pdf`,
      });
    },
  );
}

/** Shown in its own right, a picture of SVG could run scripts: this one may not, and reaches nothing. */
function sendFile(
  reply: FastifyReply,
  file: { readonly mediaType: string; readonly bytes: string | Buffer; readonly fileName: string },
): undefined {
  reply
    .headers({
      'content-type': file.mediaType,
      'content-disposition': create(file.fileName, { type: 'inline' }),
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    })
    .send(file.bytes);
}
