import { type Api, PartnerPath } from '../../../core/api/index.ts';
import type { SellerContactDeps } from './deps.ts';
import { getSellerContact } from './get-seller-contact.ts';
import { SellerContactBody, sellerContactExample, SellerContactView } from './schemas.ts';
import { setSellerContact } from './set-seller-contact.ts';

const common = {
  url: '/v1/partners/:sellerId/contact',
  params: PartnerPath,
  tag: 'Organization',
  access: 'partner',
  problems: [],
} as const;

const answer = (description: string) => ({ description, schema: SellerContactView, example: sellerContactExample });

export function registerSellerContactRoutes(api: Api, deps: SellerContactDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      operationId: 'getSellerContact',
      summary: 'Whom the buyers of a partner are told to ask.',
      description: 'It belongs to the seller: all organizations with a grant on it read and set the same.',
      rate: 'read',
      success: { 200: answer('The contact; an empty object where there is none.') },
    },
    (call) => getSellerContact(deps, call),
  );
  api.write(
    {
      ...common,
      method: 'PUT',
      operationId: 'setSellerContact',
      summary: 'Set whom the buyers of a partner are told to ask.',
      description:
        "Replaces the contact as a whole; an empty object takes it away. Shown on the buyers' pages and in their mails, and the mail address is where their answers go. A name needs one of email, phone and postalAddress beside it.",
      rate: 'write',
      body: SellerContactBody,
      bodyExample: sellerContactExample,
      success: { 200: answer('The contact as it stands now.') },
    },
    (call) => setSellerContact(deps, call),
  );
}
