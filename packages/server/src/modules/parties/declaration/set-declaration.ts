import { AdminError } from '../../../platform/admin-error.ts';
import type { Database } from '../../../platform/db/database.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { parseDeclarationTemplate } from './declaration-template.ts';
import { upsertDeclarationSetting } from './repository.ts';

export interface WantedDeclaration {
  readonly isOn?: boolean | undefined;
  /** The bytes of its file, JSON; null goes back to the words of the house. */
  readonly template?: Uint8Array | null | undefined;
}

/** What is not named stays as it is. Shows at the next page. @throws AdminError with words for the operator */
export async function setDeclaration(db: Database, organizationId: string, wanted: WantedDeclaration): Promise<void> {
  const { isOn, template } = wanted;
  if (isOn === undefined && template === undefined) throw new AdminError('say on, off, a template or the standard one');
  const change = { isOn, template: template && parseDeclarationTemplate(template) };
  const details = { isOn, template: template === undefined ? undefined : template === null ? 'standard' : 'own' };
  await commitWrite(db, {
    effect: () => upsertDeclarationSetting(organizationId, change),
    actor: { kind: 'OPERATOR', organizationId },
    audit: [{ action: 'declaration.set', details }],
  });
}
