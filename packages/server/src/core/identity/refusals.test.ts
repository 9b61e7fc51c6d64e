import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, it } from 'node:test';
import { SignJWT } from 'jose';
import * as admin from '../../modules/parties/organizations/admin.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';

let service: TestService;
before(async () => {
  service = await startService();
});
after(() => service.close());

const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

async function forged(issuer: string, typ = 'JWT'): Promise<string> {
  const claims = { azp: 'api-client-forged', typ: 'Bearer' };
  const token = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ, kid: 'made-up' });
  return token.setIssuer(issuer).setIssuedAt().setExpirationTime('5m').sign(foreign);
}

async function told(authorization: string | undefined): Promise<string> {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const answer = await fetch(`${service.url}/v1/me`, { headers });
  const { traceId, ...problem } = (await answer.json()) as { traceId: string };
  assert.equal(answer.status, 401);
  return JSON.stringify([problem, answer.headers.get('www-authenticate')]).replaceAll(traceId, '');
}

it('tells the operator by log and metric why a call was refused, and the caller nothing', async () => {
  const { issuer } = service.config.oidc;
  const [disabled, ended] = await Promise.all([service.organization(), service.organization()]);
  const stranger = await service.organization();
  const tokens = await Promise.all([disabled.token(), ended.token(), stranger.token()]);
  await admin.setClientDisabled(service.db, disabled.clientId, true);
  await admin.setOrganizationDisabled(service.db, ended.slug, true);
  const cut = (tokens[0] ?? '').slice(0, -4);
  const cases: [string, string | undefined][] = [
    ['missing', undefined],
    ['malformed', 'Basic YTpi'],
    ['malformed', 'Bearer x'],
    ['issuer', `Bearer ${await forged('https://other.example/realms/nt24-idp')}`],
    ['type', `Bearer ${await forged(issuer, 'ID')}`],
    ['kid', `Bearer ${await forged(issuer)}`],
    ['signature', `Bearer ${cut}AAAA`],
    ['client-disabled', `Bearer ${tokens[0]}`],
    ['organization-disabled', `Bearer ${tokens[1]}`],
  ];
  const answers = new Set<string>();
  for (const [, authorization] of cases) answers.add(await told(authorization));
  assert.equal(answers.size, 1, [...answers].join('\n'));
  const logged = service.logLines.map((line) => JSON.parse(line) as { msg: string; reason?: string; client?: string });
  const reasons = logged.filter(({ msg, reason }) => msg === 'request' && reason !== undefined);
  assert.deepEqual(
    reasons.map(({ reason }) => reason),
    cases.map(([reason]) => reason),
  );
  const clients = logged.filter(({ msg }) => msg === 'client refused').map(({ client }) => client);
  assert.deepEqual(clients, [disabled.clientId, ended.clientId]);
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  for (const [reason] of cases) assert.ok(metrics.includes(`nt24_unauthorized_total{reason="${reason}"}`), reason);
  assert.match(metrics, /nt24_unauthorized_total\{reason="malformed"\} 2/);
  const all = service.logLines.join('');
  for (const secret of [...tokens, cut]) assert.ok(!all.includes(secret.slice(-40)));
});
