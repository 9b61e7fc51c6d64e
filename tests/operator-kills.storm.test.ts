import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { compileCache } from '../packages/harness/src/compile-cache.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { opsEnvironment, opsOf } from '../packages/harness/src/ops.ts';
import { sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

/** So many that a kill falls between them. */
const MANY = 600;
/** What each does to invitation `i`, and how the trail calls it. */
const VERBS = {
  revoke: { action: 'invitation.revoke', isDone: sql`i.status = 'REVOKED'`, options: ['--reason', 'stopped'] },
  resend: { action: 'invitation.resend', isDone: sql`i.link_version > 1`, options: ['--rotate-link'] },
  erase: { action: 'invitation.erase', isDone: sql`i.erased_at is not null`, options: [] },
} as const;
const OPS = fileURLToPath(new URL('../packages/server/src/main/ops.ts', import.meta.url));

describe('a command on all invitations of an organization, killed in the middle', () => {
  let service: TestService;
  let ops: ReturnType<typeof opsOf>;

  before(async () => {
    service = await startService();
    ops = opsOf(service);
  });
  after(() => service.close());

  const done = async (...words: string[]): Promise<string> => {
    const { out, err } = await ops('invitations', ...words);
    assert.equal(err, '', words.join(' '));
    return out;
  };

  for (const [verb, { action, isDone, options }] of Object.entries(VERBS)) {
    it(`${verb} goes on where it was, each invitation once, with one line of the trail`, async () => {
      const buyer = await sceneWithBuyer(service);
      const { organizationId, slug, sellerId } = buyer.org;
      await service.db.write(sql`insert into invitations
          (id, seller_id, buyer_id, kind, organization_id, recipient_email, locale, requested_documents, link_kid, expires_at)
        select gen_random_uuid(), ${sellerId}::uuid, ${buyer.buyerId}::uuid, 'KYC', ${organizationId}::uuid, n || '@many.example', 'en', '{}', 1,
          now() + interval '1 day' from generate_series(1, ${MANY}::int) n`);
      const words = [verb, '--organization', slug, ...options];
      const counts = async (): Promise<{ done: number; lines: number; twice: number }> => {
        const row = await service.db.readFirst<{ done: number; lines: number; twice: number }>(sql`
          select count(*) filter (where ${isDone})::int as done, coalesce(sum(a.lines), 0)::int as lines,
            count(*) filter (where a.lines > 1)::int as twice
          from invitations i left join lateral (select count(*)::int as lines from audit_events e
            where e.invitation_id = i.id and e.action = ${action} and e.actor_kind = 'OPERATOR') a on true
          where i.seller_id = ${sellerId}::uuid`);
        assert.ok(row);
        return row;
      };
      const child = spawn(process.execPath, [OPS, 'invitations', ...words], {
        env: { ...process.env, ...compileCache(), ...opsEnvironment(service) },
        stdio: 'ignore',
      });
      const exit = once(child, 'exit');
      await eventually('some are done', async () => (await counts()).done > 0);
      child.kill('SIGKILL');
      assert.deepEqual(await exit, [null, 'SIGKILL']);
      const { done: first, lines, twice } = await counts();
      assert.ok(first > 0 && first < MANY, `${first} of ${MANY} when it was killed`);
      assert.deepEqual([lines, twice], [first, 0]);

      const said = await Promise.all([done(...words), done(...words)]);
      const rest = said.map((text) => Number(/(?:revoked|resent|erased) (\d+) /.exec(text)?.[1]));
      assert.equal(first + (rest[0] ?? 0) + (rest[1] ?? 0), MANY);
      assert.deepEqual(await counts(), { done: MANY, lines: MANY, twice: 0 });
    });
  }
});
