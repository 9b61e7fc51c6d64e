import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerChecker, type ApiDocument, type WireAnswer } from './check-answer.ts';

const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const buyer = {
  type: 'object',
  required: ['uuid'],
  properties: {
    uuid: { type: 'string', format: 'uuid' },
    address: { type: 'object', properties: { city: { type: 'string' } } },
    labels: { type: 'object', additionalProperties: {} },
  },
};
const document: ApiDocument = {
  paths: {
    '/v1/buyers/{id}': {
      get: {
        operationId: 'getBuyer',
        responses: {
          200: { description: 'The buyer.', content: { 'application/json': { schema: buyer } } },
          404: { description: 'not-found', content: problem },
          409: { description: 'buyer-blocked, version-mismatch', content: problem },
        },
      },
      delete: { operationId: 'deleteBuyer', responses: { 204: { description: 'Gone.' } } },
    },
    '/v1/buyers/newest': {
      get: { operationId: 'getNewest', responses: { 200: { description: 'A file.', content: { 'image/png': {} } } } },
    },
  },
  components: {
    schemas: {
      Problem: {
        type: 'object',
        required: ['type', 'status'],
        properties: { type: { type: 'string' }, status: { type: 'integer' }, currentResource: {} },
      },
    },
  },
};
const check = answerChecker(document);
const uuid = '0b6f3c1e-4f0e-4d2b-8d49-6a1f0f0c9a55';

/** A good one, but for the changes. */
function answer(changes: Partial<WireAnswer> & { value?: unknown; type?: string }): WireAnswer {
  const { value = { uuid }, type = 'application/json; charset=utf-8', ...rest } = changes;
  const body = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return { method: 'GET', target: `/v1/buyers/${uuid}`, status: 200, headers: { 'content-type': type }, body, ...rest };
}

function refusal(status: number, slug: string, changes: Partial<WireAnswer> = {}): WireAnswer {
  const value = { type: `https://errors.example/problems/${slug}`, status };
  return answer({ status, value, type: 'application/problem+json; charset=utf-8', ...changes });
}

const nothing = { headers: {}, body: Buffer.alloc(0) };

describe('an answer as declared', () => {
  const good: Readonly<Record<string, WireAnswer>> = {
    'with a body': answer({ value: { uuid, address: { city: 'Porto' }, labels: { anything: 1 } } }),
    'with a query': answer({ target: `/v1/buyers/${uuid}?size=1` }),
    'asked for by a whole address': answer({ target: `http://api.example/v1/buyers/${uuid}` }),
    'a problem': refusal(409, 'version-mismatch'),
    'a file': answer({ target: '/v1/buyers/newest', type: 'image/png', value: 'PNG' }),
    'without a body': answer({ method: 'DELETE', status: 204, ...nothing }),
    'to HEAD': answer({ method: 'HEAD', body: Buffer.alloc(0) }),
    'at no address of ours': refusal(404, 'not-found', { target: '/v1/sellers' }),
    'to a method that is not there': refusal(405, 'method-not-allowed', { method: 'PUT' }),
    'of the document itself': answer({ target: '/v1/openapi.json', value: { openapi: '3.1.0' } }),
    'of another part of the server': answer({ target: '/health/live', value: { status: 'live' } }),
  };
  for (const [what, one] of Object.entries(good)) it(what, () => assert.equal(check(one), undefined));
});

describe('an answer other than declared', () => {
  const at = `getBuyer (GET /v1/buyers/${uuid})`;
  const bad: Readonly<Record<string, [WireAnswer, string]>> = {
    'of another status': [answer({ status: 201 }), `${at} 201: the status is not declared`],
    'a problem of another status': [refusal(403, 'forbidden'), `${at} 403: the status is not declared forbidden`],
    'a problem of a status that has others': [
      refusal(409, 'milestone-already-set'),
      `${at} 409: the problem milestone-already-set is not declared`,
    ],
    'of another type': [answer({ type: 'text/html' }), `${at} 200: the content type text/html is not declared`],
    'of no type': [answer({ headers: {} }), `${at} 200: the content type undefined is not declared`],
    'a refusal that is no problem': [
      answer({ status: 404 }),
      `${at} 404: the content type application/json is not declared`,
    ],
    'without what is required': [answer({ value: {} }), `${at} 200: body must have required property 'uuid'`],
    'of another form': [answer({ value: { uuid: '1' } }), `${at} 200: body/uuid must match format "uuid"`],
    'with more than is declared': [
      answer({ value: { uuid, sellerId: uuid } }),
      `${at} 200: body must NOT have additional properties sellerId`,
    ],
    'with more than is declared, within': [
      answer({ value: { uuid, address: { street: 'Rua das Flores' } } }),
      `${at} 200: body/address must NOT have additional properties street`,
    ],
    'that is no JSON': [answer({ value: '{"uuid":' }), `${at} 200: the body is no JSON`],
    'with a body where none is declared': [
      answer({ method: 'DELETE', status: 204, target: '/v1/buyers/1' }),
      'deleteBuyer (DELETE /v1/buyers/1) 204: it has content, and none is declared',
    ],
    'a file of another type': [
      answer({ target: '/v1/buyers/newest', type: 'image/gif' }),
      'getNewest (GET /v1/buyers/newest) 200: the content type image/gif is not declared',
    ],
    'a success at no address of ours': [
      answer({ target: '/v1/sellers' }),
      'no operation (GET /v1/sellers) 200: the status is not declared',
    ],
    'another problem than 404 there': [
      refusal(404, 'forbidden', { target: '/v1/sellers' }),
      'no operation (GET /v1/sellers) 404: the problem forbidden is not declared',
    ],
    'a success of a method that is not there': [
      answer({ method: 'PUT' }),
      `no operation of this method (PUT /v1/buyers/${uuid}) 200: the status is not declared`,
    ],
  };
  for (const [what, [one, difference]] of Object.entries(bad)) it(what, () => assert.equal(check(one), difference));
});
