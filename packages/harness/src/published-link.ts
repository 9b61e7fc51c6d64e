import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { openCode } from '../../server/src/modules/self-service/prospects/visitors/sealed-code.ts';
import { type LinkScene, publish } from './scene.ts';
import type { TestOrganization, TestService } from './service.ts';
import { COMPLETE_TYPES, createVisitor, pathOfLink, type Visitor } from './visitor.ts';

/** Links of one organization in English, and visitors of their pages. */
export function linksOf(service: TestService, org: TestOrganization) {
  return {
    published: async (body: Readonly<Record<string, unknown>> = {}): Promise<LinkScene> =>
      publish(service, { locale: 'en', ...body }, { org, token: await org.token() }),
    ask: (visitor: Visitor, { invitation }: LinkScene, email: string): Promise<Response> =>
      visitor.post(`${pathOfLink(invitation.publicLinkUrl)}/start`, { email, lang: 'en' }),
  };
}

/** All codes that were mailed to the address on the link, oldest first; until a worker has sent them. */
export async function codesTo(service: TestService, { invitation }: LinkScene, email: string): Promise<string[]> {
  const rows = await service.db.read<{ id: string; sealed_facts: Buffer }>(
    sql`select id, sealed_facts from mails where kind = 'PROSPECT_CODE' and subject_id = ${invitation.uuid} and sealed_facts is not null order by created_at, id`,
  );
  return rows
    .map(({ id, sealed_facts }) => openCode(service.deps.keyring, id, sealed_facts))
    .filter((mailed) => mailed.email === email)
    .map(({ code }) => code);
}

export const COMPANY_DETAILS = {
  type: 'COMPANY',
  companyName: 'Garagem Central Lda',
  vatNumber: 'PT501442600',
  street: 'Rua das Flores 12',
  postCode: '4050-262',
  city: 'Porto',
  country: 'PT',
  firstName: 'Ana',
  lastName: 'Silva',
  phone: '+351 22 000 00 00',
} as const;

/** Somebody has sent what he is, and a paper of his own. Returns the prospect's id. */
export async function sendOnLink(
  service: TestService,
  link: LinkScene,
  details: Readonly<Record<string, string>> = COMPANY_DETAILS,
): Promise<string> {
  const visitor = await enterLink(service, link, `${randomUUID()}@visitors.example`);
  assert.equal((await visitor.post('/kyc/details', details)).status, 303);
  for (const type of COMPLETE_TYPES) assert.equal((await visitor.upload({ type })).status, 303);
  assert.equal((await visitor.send()).status, 303);
  const token = await link.org.token();
  const answer = await service.call('GET', `/v1/partners/${link.org.sellerId}/prospects?size=1`, { token });
  const { data } = (await answer.json()) as { data: { uuid: string }[] };
  return data[0]?.uuid ?? assert.fail('no prospect');
}

/** A visitor who has proved the address, and stands at his own draft. */
export async function enterLink(service: TestService, link: LinkScene, email: string): Promise<Visitor> {
  const visitor = createVisitor(service);
  assert.equal(
    (await visitor.post(`${pathOfLink(link.invitation.publicLinkUrl)}/start`, { email, lang: 'en' })).status,
    303,
  );
  const code = (await codesTo(service, link, email)).at(-1) ?? assert.fail(`no code to ${email}`);
  const answer = await visitor.post('/kyc/code', { code });
  assert.equal(answer.status, 303, await answer.text());
  return visitor;
}

export const CONSUMER_DETAILS = {
  type: 'CONSUMER',
  street: 'Rua das Flores 12',
  postCode: '4050-262',
  city: 'Porto',
  country: 'PT',
  firstName: 'Rui',
  lastName: 'Costa',
  phone: '',
} as const;
