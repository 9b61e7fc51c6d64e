import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { opsOf } from '../../../../../harness/src/ops.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { unique } from '../../../../../harness/src/scene.ts';
import { settled } from '../../../../../harness/src/settled.ts';
import {
  type CallOptions,
  startService,
  type TestOrganization,
  type TestService,
} from '../../../../../harness/src/service.ts';
import { makePdf } from '../../files/sample-files.ts';
import { type PlantedProspect, plantFile, plantLink, plantProspect } from './planted-prospect.test-support.ts';
import type { Prospect, ProspectDocument } from './schemas.ts';

/** All but the one whose lack is tried. */
const WITHOUT_PEOPLE = { capabilities: { allowKycDocumentDownload: true, allowMarketplaceLedKyc: true } };
const WITHOUT_DOWNLOAD = { capabilities: { allowContactPersonalData: true } };
const RUI = {
  email: 'rui@home.example',
  firstName: 'Rui',
  lastName: 'Melo',
  address: { street: 'Rua Nova 3', postCode: '1000-001', city: 'Lisboa', country: 'PT' },
};

interface Scene {
  readonly org: TestOrganization;
  readonly token: string;
  /** `/v1/partners/{sellerId}/prospects` */
  readonly path: string;
}

interface Page {
  readonly data: Prospect[];
  readonly pagination: { readonly totalElements: number; readonly nextCursor?: string; readonly hasNext: boolean };
}

let service: TestService;
before(async () => void (service = await startService()));
after(() => service.close());

async function sceneOf(wish?: Parameters<TestService['organization']>[0]): Promise<Scene> {
  const org = await service.organization(wish);
  return { org, token: await org.token(), path: `/v1/partners/${org.sellerId}/prospects` };
}

const get = ({ token, path }: Scene, rest = '', options: CallOptions = {}): Promise<Response> =>
  service.call('GET', `${path}${rest}`, { token, ...options });

async function page(scene: Scene, query = ''): Promise<Page> {
  const answer = await get(scene, query);
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as Page;
}

const idsOf = ({ data }: Page): string[] => data.map(({ uuid }) => uuid);

async function one(scene: Scene, { prospectUuid }: PlantedProspect, options?: CallOptions): Promise<Prospect> {
  const answer = await get(scene, `/${prospectUuid}`, options);
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as Prospect;
}

const readingsOf = ({ org }: Scene): Promise<object[]> =>
  service.db.read(sql`select subject_kind, subject_id, buyer_id, purpose from pii_access_log
    where seller_id = ${org.sellerId}::uuid order by id`);

describe('the list of prospects', () => {
  it('shows what was sent, the newest first, of companies and consumers, and no draft', async () => {
    const scene = await sceneOf();
    const invitationUuid = await plantLink(service, scene.org);
    const company = await plantProspect(service, scene.org, { invitationUuid });
    const consumer = await plantProspect(service, scene.org, { invitationUuid, company: null, person: RUI });
    const draft = await plantProspect(service, scene.org, { invitationUuid, status: 'DRAFT' });
    const { data, pagination } = await page(scene);
    assert.equal(pagination.totalElements, 2);
    const [newest, oldest] = data;
    const { submittedAt, ...shown } = newest ?? assert.fail();
    const { email, firstName, lastName, address } = RUI;
    assert.deepEqual(shown, {
      uuid: consumer.prospectUuid,
      type: 'CONSUMER',
      status: 'SUBMITTED',
      invitationUuid,
      address,
      contact: { firstName, lastName, email },
    });
    assert.ok(submittedAt.endsWith('Z'));
    const { companyName, vatNumber, ...place } = company.company ?? assert.fail();
    assert.deepEqual(
      { ...oldest, submittedAt: '' },
      {
        uuid: company.prospectUuid,
        type: 'COMPANY',
        status: 'SUBMITTED',
        invitationUuid,
        companyName,
        vatNumber,
        address: place,
        contact: { firstName: 'Ana', lastName: 'Silva', email: 'ana@garagem.example' },
        submittedAt: '',
      },
    );
    await expectProblem(await get(scene, `/${draft.prospectUuid}`), 'not-found');
    assert.deepEqual(await one(scene, consumer), newest);
    const asc = await page(scene, '?sort=submittedAt,ASC');
    assert.deepEqual(idsOf(asc), [company.prospectUuid, consumer.prospectUuid]);
  });

  it('is filtered by link, type, status, instant and VAT number, in any spelling', async () => {
    const scene = await sceneOf();
    const vatNumber = `EL${unique().toUpperCase()}`;
    const greek = await plantProspect(service, scene.org, { company: { vatNumber, country: 'GR' } });
    const consumer = await plantProspect(service, scene.org, { company: null, person: RUI });
    await service.db
      .write(sql`update prospects set submitted_at = now() - interval '3 days', status = 'DECLINED', decided_at = now(), decline_reason = 'no'
      where id = ${greek.prospectUuid}::uuid`);
    const [first, second] = [[greek.prospectUuid], [consumer.prospectUuid]];
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const queries: readonly (readonly [query: string, ids: readonly string[]])[] = [
      [`?invitationUuid=${greek.invitationUuid}`, first],
      [`?invitationUuid=${greek.prospectUuid}`, []],
      ['?type=COMPANY', first],
      ['?type=CONSUMER', second],
      ['?status=SUBMITTED', second],
      ['?status=DECLINED', first],
      ['?status=CONVERTED', []],
      [`?createdAfter=${yesterday}`, second],
      [`?vatNumber=${vatNumber}`, first],
      [`?vatNumber=${vatNumber.replace('EL', 'gr%20').toLowerCase()}`, first],
      ['?vatNumber=DE1', []],
      ['?type=COMPANY&status=SUBMITTED', []],
    ];
    for (const [query, ids] of queries) {
      const found = await page(scene, query);
      assert.deepEqual(idsOf(found), ids, query);
      assert.equal(found.pagination.totalElements, ids.length, query);
    }
    const faults = [
      ['?status=DRAFT', 'status'],
      ['?sort=createdAt,desc', 'sort'],
      ['?sort=submittedAt,up', 'sort'],
      ['?createdAfter=soon', 'createdAfter'],
      ['?cursor=!', 'cursor'],
      ['?size=0', 'size'],
      ['?nothing=1', 'nothing'],
    ] as const;
    for (const [query, field] of faults) {
      const problem = await expectProblem(await get(scene, query), 'validation-error', query);
      assert.equal(problem.errors?.[0]?.field, field, query);
    }
  });

  it('is walked by pages and by cursor, which loses nobody whose draft is older than what was seen', async () => {
    const scene = await sceneOf();
    const invitationUuid = await plantLink(service, scene.org);
    const late = await plantProspect(service, scene.org, { invitationUuid, status: 'DRAFT' });
    const planted: string[] = [];
    for (let n = 0; n < 5; n += 1)
      planted.push((await plantProspect(service, scene.org, { invitationUuid })).prospectUuid);
    const pages = [
      await page(scene, '?size=2'),
      await page(scene, '?size=2&page=1'),
      await page(scene, '?size=2&page=2'),
    ];
    assert.deepEqual(pages.flatMap(idsOf), planted.toReversed());
    assert.deepEqual(
      pages.map(({ pagination }) => pagination.hasNext),
      [true, true, false],
    );

    await settled(service);
    const walked: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const next: Page = await page(scene, `?size=2&cursor=${cursor}`);
      walked.push(...idsOf(next));
      cursor = next.pagination.nextCursor;
    }
    assert.deepEqual(walked, planted);
    const behind = await page(scene, '?size=4&cursor=');
    await service.db
      .write(sql`update prospects set status = 'SUBMITTED', type = 'CONSUMER', company_name = null, vat_number = null, street = null,
        post_code = null, city = null, country = null, submission_id = gen_random_uuid(),
        privacy_notice_version = '1', submitted_at = now(), list_position = next_list_position() where id = ${late.prospectUuid}::uuid`);
    await settled(service);
    const rest = await page(scene, `?cursor=${behind.pagination.nextCursor}`);
    assert.deepEqual(idsOf(rest), [planted[4], late.prospectUuid]);
    const shown = await page(scene, '?size=2');
    const goesOn = await page(scene, `?cursor=${shown.pagination.nextCursor}`);
    assert.deepEqual(idsOf(goesOn).toSorted(), planted.slice(0, 4).toSorted());
  });
});

describe('who a prospect is', () => {
  it('is left out without the capability, and nothing is written down', async () => {
    const scene = await sceneOf(WITHOUT_PEOPLE);
    const company = await plantProspect(service, scene.org);
    const consumer = await plantProspect(service, scene.org, { company: null, person: RUI });
    const { data } = await page(scene);
    for (const shown of [...data, await one(scene, company), await one(scene, consumer)]) {
      assert.equal(shown.contact, undefined);
      assert.equal(shown.address !== undefined, shown.type === 'COMPANY');
      assert.doesNotMatch(JSON.stringify(shown), /rui|ana|Lisboa/);
    }
    assert.deepEqual(await readingsOf(scene), []);
  });

  it('is written down as read for each that is shown, with the purpose; the operator can hand it on', async () => {
    const scene = await sceneOf();
    const first = await plantProspect(service, scene.org);
    const second = await plantProspect(service, scene.org);
    await settled(service);
    await page(scene, '?size=1');
    await page(scene, '?size=1&cursor=');
    await one(scene, first, { headers: { 'x-purpose': 'Calling back' } });
    const reading = { subject_kind: 'PROSPECT', buyer_id: null, purpose: null };
    assert.deepEqual(await readingsOf(scene), [
      { ...reading, subject_id: second.prospectUuid },
      { ...reading, subject_id: first.prospectUuid },
      { ...reading, subject_id: first.prospectUuid, purpose: 'Calling back' },
    ]);
    const { out } = await opsOf(service)(
      'pii-log',
      'export',
      '--from',
      '2020-01-01',
      '--to',
      '2100-01-01',
      '--seller',
      scene.org.sellerId,
      '--format',
      'jsonl',
    );
    assert.match(out, /"buyerUuid":"","subjectKind":"PROSPECT"/);
    await expectProblem(await get(scene, '', { headers: { 'x-purpose': 'ü' } }), 'malformed-request');
  });
});

describe('what came with a prospect', () => {
  it('is listed and downloaded, and the download is written down', async () => {
    const scene = await sceneOf();
    const prospect = await plantProspect(service, scene.org);
    const older = await plantFile(service, prospect);
    const newer = await plantFile(service, prospect, { type: 'VAT_CERTIFICATE' });
    const documents = `/${prospect.prospectUuid}/documents`;
    const listed = await get(scene, documents);
    assert.equal(listed.status, 200);
    const { data } = (await listed.json()) as { data: ProspectDocument[] };
    assert.deepEqual(
      data.map(({ uuid, type }) => [uuid, type]),
      [
        [newer, 'VAT_CERTIFICATE'],
        [older, 'COC_EXTRACT'],
      ],
    );
    assert.equal(data[0]?.fileName, 'extract.pdf');
    assert.equal(data[0]?.byteSize, makePdf().length);
    assert.match(data[0]?.sha256 ?? '', /^[0-9a-f]{64}$/);
    assert.equal(
      ((await (await get(scene, `${documents}?size=1&page=1`)).json()) as { data: ProspectDocument[] }).data[0]?.uuid,
      older,
    );

    const original = await get(scene, `${documents}/${older}/content?variant=original`, {
      headers: { 'x-purpose': 'Review' },
    });
    assert.equal(original.status, 200);
    assert.deepEqual(Buffer.from(await original.arrayBuffer()), makePdf());
    assert.match(original.headers.get('content-disposition') ?? '', /^attachment/);
    assert.equal(original.headers.get('x-content-type-options'), 'nosniff');
    assert.ok(original.headers.get('nt24-document-findings'));
    const copy = await get(scene, `${documents}/${older}/content`);
    assert.equal(copy.headers.get('content-type'), 'application/pdf');
    await copy.arrayBuffer();
    assert.deepEqual(await readingsOf(scene), [
      { subject_kind: 'KYC_FILE_ORIGINAL', subject_id: older, buyer_id: null, purpose: 'Review' },
      { subject_kind: 'KYC_FILE', subject_id: older, buyer_id: null, purpose: null },
    ]);
    const other = await plantFile(service, await plantProspect(service, scene.org));
    await expectProblem(await get(scene, `${documents}/${other}/content`), 'not-found');
    const draft = await plantProspect(service, scene.org, { status: 'DRAFT' });
    const drafted = await plantFile(service, draft);
    await expectProblem(await get(scene, `/${draft.prospectUuid}/documents`), 'not-found');
    await expectProblem(await get(scene, `/${draft.prospectUuid}/documents/${drafted}/content`), 'not-found');
  });

  it('is downloaded with the capability alone', async () => {
    const scene = await sceneOf(WITHOUT_DOWNLOAD);
    const prospect = await plantProspect(service, scene.org);
    const file = await plantFile(service, prospect);
    const path = `/${prospect.prospectUuid}/documents/${file}/content`;
    const problem = await expectProblem(await get(scene, path), 'capability-required');
    assert.match(problem.detail, /allowKycDocumentDownload/);
    assert.deepEqual(await readingsOf(scene), []);
  });

  it('is nobody else’s to see', async () => {
    const [mine, foreign] = [await sceneOf(), await sceneOf()];
    const prospect = await plantProspect(service, foreign.org);
    const file = await plantFile(service, prospect);
    for (const rest of ['', '/documents', `/documents/${file}/content`]) {
      await expectProblem(await get(mine, `/${prospect.prospectUuid}${rest}`), 'not-found', rest);
      const there = await service.call('GET', `${foreign.path}/${prospect.prospectUuid}${rest}`, { token: mine.token });
      await expectProblem(there, 'forbidden', rest);
    }
  });
});
