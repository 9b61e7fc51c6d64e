import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { DeclarationTemplate } from './declaration-template.ts';

export interface DeclarationSetting {
  is_on: boolean;
  /** Null: the words of the house. */
  template: DeclarationTemplate | null;
}

/** Of an organization that nobody set anything for. */
const STANDARD: DeclarationSetting = { is_on: true, template: null };

/** For a statement that has an invitation `i`: its organization lets buyers fill the declaration in on the page. */
export const isDeclarationOn: Sql = sql`not exists (select from declaration_settings p
    where p.organization_id = i.organization_id and not p.is_on)`;

export async function findDeclarationSetting(db: Database, organizationId: string): Promise<DeclarationSetting> {
  const row = await db.findFirst<DeclarationSetting>(sql`select is_on, template from declaration_settings
    where organization_id = ${organizationId}::uuid`);
  return row ?? STANDARD;
}

export interface DeclarationChange {
  readonly isOn?: boolean | undefined;
  /** Null takes it away. */
  readonly template?: DeclarationTemplate | null | undefined;
}

/** What is not named stays as it is. */
export function upsertDeclarationSetting(organizationId: string, { isOn, template }: DeclarationChange): Sql {
  const stored = template === undefined || template === null ? null : JSON.stringify(template);
  return sql`effect as (insert into declaration_settings as p (organization_id, is_on, template)
    values (${organizationId}::uuid, coalesce(${isOn ?? null}::boolean, true), ${stored}::jsonb)
    on conflict (organization_id) do update set is_on = coalesce(${isOn ?? null}::boolean, p.is_on),
      template = case when ${template !== undefined}::boolean then excluded.template else p.template end, updated_at = now()
    returning p.organization_id)`;
}
