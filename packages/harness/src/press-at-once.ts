import { Client } from 'pg';
import { eventually } from './eventually.ts';
import type { InvitationScene } from './scene.ts';
import type { TestService } from './service.ts';

/**
 * While another transaction holds the invitation, so that each of them has read the draft before one of them writes; then they write in
 * their order. `meanwhile` is what that transaction does itself before it lets go.
 */
export async function pressAtOnce(
  { service, scene }: { readonly service: TestService; readonly scene: Pick<InvitationScene, 'invitation'> },
  presses: readonly (() => Promise<Response>)[],
  meanwhile?: (holder: Client) => Promise<unknown>,
): Promise<Response[]> {
  const holder = new Client({ connectionString: service.databaseUrl });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query('select from invitations where id = $1 for update', [scene.invitation.uuid]);
    const pressing: Promise<Response>[] = [];
    for (const press of presses) {
      pressing.push(press());
      await eventually('it has read the draft, and waits to commit', async () => {
        const { rowCount } = await holder.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rowCount === pressing.length;
      });
    }
    await meanwhile?.(holder);
    await holder.query('commit');
    return await Promise.all(pressing);
  } finally {
    await holder.end();
  }
}
