import sql from 'sql-template-tag';
import { eventually } from './eventually.ts';
import type { InvitationScene } from './scene.ts';
import type { TestService } from './service.ts';
import type { ActivityEntry } from '../../sdk/src/index.ts';

export type ActivityView = ActivityEntry;

export type MailFacts = ReturnType<typeof mailFactsOf>;

/** What became of an invitation's mails, by the database and by the API. */
export function mailFactsOf(service: TestService) {
  const facts = {
    /** The oldest first. */
    async statuses({ invitation }: InvitationScene): Promise<string[]> {
      const rows = await service.db.read<{ status: string }>(
        sql`select status from mails where subject_kind = 'invitation' and subject_id = ${invitation.uuid} order by created_at`,
      );
      return rows.map((row) => row.status);
    },
    isStatus: (scene: InvitationScene, ...wanted: string[]): Promise<void> =>
      eventually(`status ${wanted.join()}`, async () => (await facts.statuses(scene)).join() === wanted.join()),
    async activity({ path, token }: InvitationScene): Promise<ActivityView[]> {
      const response = await service.call('GET', `${path}/activity`, { token });
      return ((await response.json()) as { data: ActivityView[] }).data;
    },
  };
  return facts;
}
