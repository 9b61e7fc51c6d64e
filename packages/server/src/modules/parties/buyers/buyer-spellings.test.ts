import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { addBuyer, buyerBody, unique } from '../../../../../harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../harness/src/service.ts';
import type { Buyer } from '../../../../../sdk/src/index.ts';

describe('spellings of a buyer', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const upsert = async (org: TestOrganization, body: object): Promise<Response> =>
    service.call('POST', `/v1/partners/${org.sellerId}/buyers`, { token: await org.token(), body });
  const list = async (org: TestOrganization, query: string): Promise<Buyer[]> => {
    const answer = await service.call('GET', `/v1/partners/${org.sellerId}/buyers?${query}`, {
      token: await org.token(),
    });
    assert.equal(answer.status, 200, query);
    return ((await answer.json()) as { data: Buyer[] }).data;
  };

  it('a name without a visible character is 422', async () => {
    const org = await service.organization();
    const address = { street: 'Rua das Flores 12', postCode: '4050-262', city: 'Porto', country: 'PT' };
    const nothing = [' ', '\u00a0\u2003', '\u200b', '\u3164', '\u2800', '\u00ad\ufeff', '\u0301', '\t\n'];
    for (const name of nothing) {
      const wrong: [string, object][] = [
        ['companyName', buyerBody({ companyName: name })],
        ['address.street', buyerBody({ address: { ...address, street: name } })],
        ['address.city', buyerBody({ address: { ...address, city: name } })],
      ];
      for (const [field, body] of wrong) {
        const { errors } = await expectProblem(await upsert(org, body), 'validation-error', JSON.stringify(name));
        assert.deepEqual(
          errors?.map((error) => error.field),
          [field],
        );
      }
    }
    const { buyer, token } = await addBuyer(service, org, await org.token());
    const headers = { 'if-match': '"0"' };
    const patched = await service.call('PATCH', buyer, { token, headers, body: { companyName: '\u200b' } });
    await expectProblem(patched, 'validation-error');
    for (const companyName of ['Ω', '株式会社', '3', '&', 'و\u200cشرکا']) {
      assert.equal((await upsert(org, buyerBody({ companyName }))).status, 201, companyName);
    }
  });

  it('names are compared by their composed form and without the blanks around them', async () => {
    const org = await service.organization();
    const body = buyerBody({
      companyName: 'Café Soleil',
      address: { street: 'Rue de l’Été 1', postCode: '1000', city: 'Orléans', country: 'FR' },
    });
    const made = await upsert(org, body);
    assert.equal(made.status, 201);
    const same = {
      ...body,
      companyName: ' Cafe\u0301 Soleil\u00a0',
      address: { street: 'Rue de l’E\u0301te\u0301 1 ', postCode: ' 1000', city: 'Orle\u0301ans', country: 'FR' },
    };
    const again = await upsert(org, same);
    assert.equal(again.status, 200);
    assert.deepEqual(await again.json(), await made.json());
    const other = await upsert(org, { ...body, companyName: 'Cafe Soleil' });
    await expectProblem(other, 'resource-exists-different-body');
  });

  it('EL and GR are one country for a VAT number', async () => {
    const org = await service.organization();
    const digits = unique().toUpperCase();
    const body = buyerBody({ vatNumber: `GR${digits}` });
    const made = await upsert(org, body);
    assert.equal(made.status, 201);
    const buyer = (await made.json()) as Buyer;
    assert.equal(buyer.vatNumber, `EL${digits}`);
    for (const prefix of ['EL', 'GR']) {
      assert.equal((await upsert(org, { ...body, vatNumber: `${prefix}${digits}` })).status, 200, prefix);
      assert.deepEqual(await list(org, `vatNumber=${prefix}${digits}`), [buyer]);
    }
    for (const spelling of [`gr${digits.toLowerCase()}`, `EL%20${digits}`]) {
      assert.deepEqual(await list(org, `vatNumber=${spelling}`), [buyer], spelling);
    }
    const other = await addBuyer(service, org, await org.token());
    const patched = await service.call('PATCH', other.buyer, {
      token: other.token,
      headers: { 'if-match': '"0"' },
      body: { vatNumber: `GR${digits}` },
    });
    const problem = await expectProblem(patched, 'resource-exists-different-body');
    assert.deepEqual(problem.currentResource, buyer);
  });

  it('a buyer that was kept as GR is found by both', async () => {
    const org = await service.organization();
    const digits = unique().toUpperCase();
    const made = await upsert(org, buyerBody({ vatNumber: `EL${digits}` }));
    const { uuid } = (await made.json()) as Buyer;
    await service.db.write(
      sql`update buyers set vat_number = ${`GR${digits}`} where seller_id = ${org.sellerId}::uuid and id = ${uuid}::uuid`,
    );
    for (const prefix of ['EL', 'GR']) {
      assert.equal((await upsert(org, buyerBody({ vatNumber: `${prefix}${digits}` }))).status, 200, prefix);
      assert.deepEqual(
        (await list(org, `vatNumber=${prefix}${digits}`)).map((row) => row.uuid),
        [uuid],
      );
    }
  });

  it('of 10 at once in both spellings one buyer is made', async () => {
    const org = await service.organization();
    const digits = unique().toUpperCase();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => upsert(org, buyerBody({ vatNumber: `${n % 2 ? 'EL' : 'GR'}${digits}` }))),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array.from({ length: 9 }, () => 200), 201]);
  });

  it('the direction of sort is taken in any case', async () => {
    const org = await service.organization();
    for (const companyName of ['B', 'A']) await upsert(org, buyerBody({ companyName }));
    for (const sort of ['createdAt,DESC', 'companyName,Asc']) {
      const names = (await list(org, `sort=${sort}`)).map(
        (row) => (row as unknown as { companyName: string }).companyName,
      );
      assert.deepEqual(names, ['A', 'B'], sort);
    }
    const wrong = await service.call('GET', `/v1/partners/${org.sellerId}/buyers?sort=createdAt,DOWN`, {
      token: await org.token(),
    });
    await expectProblem(wrong, 'validation-error');
  });
});
