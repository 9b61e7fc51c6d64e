import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type ApiProcess, startApiProcess } from '../../../../harness/src/api-process.ts';
import { headersOf, spend } from '../../../../harness/src/budget.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';

describe('rate limits of several processes', () => {
  let service: TestService;
  let second: ApiProcess;
  before(async () => {
    service = await startService();
    second = await startApiProcess(service);
  });
  after(async () => {
    await second.kill();
    await service.close();
  });

  it('holds exactly over two processes', async () => {
    const org = await service.organization({ tier: 'STANDARD' });
    const token = await org.token();
    const answers = (await Promise.all([spend(service.url, token, 90), spend(second.url, token, 90)])).flat();
    const granted = answers.filter(({ status }) => status === 200);
    assert.equal(granted.length, 100, 'twice the rate for 10 s');
    assert.equal(answers.filter(({ status }) => status === 429).length, 80);
    const left = granted.map((answer) => Number(headersOf(answer)['remaining']));
    assert.equal(new Set(left).size, 100, 'each call took a different one');
    assert.equal(Math.min(...left), 200);
  });
});
