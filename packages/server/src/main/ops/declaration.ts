import { readFile } from 'node:fs/promises';
import { findDeclarationSetting, setDeclaration } from '../../modules/parties/declaration/index.ts';
import { getOrganization } from '../../modules/parties/organizations/index.ts';
import { errorCode } from '../../platform/db/database.ts';
import { AdminError } from '../../platform/admin-error.ts';
import { type Noun, table, UsageError } from './verb.ts';

const ORGANIZATION = ['--organization <slug>', 'whose invitations'] as const;

export const addDeclaration: Noun = (program, withContext) => {
  const declaration = program
    .command('declaration')
    .description('the anti-money-laundering declaration that buyers may fill in on the page');
  declaration
    .command('set')
    .description('set it; what is not named stays')
    .requiredOption(...ORGANIZATION)
    .option('--on', 'buyers may fill it in and sign it on the page; so it is without a setting')
    .option('--off', 'they may not, and upload it like any other document')
    .option('--template <file>', 'title and statements by language, as JSON')
    .option('--standard', 'the words of the house instead of a template')
    .action(
      withContext(async ({ db, print }, { organization, on, off, template, standard }) => {
        if (on && off) throw new UsageError('name --on or --off');
        if (template !== undefined && standard) throw new UsageError('name --template or --standard');
        const { id } = await getOrganization(db, organization);
        const words = template === undefined ? (standard ? null : undefined) : await readTemplate(template);
        await setDeclaration(db, id, { isOn: on ? true : off ? false : undefined, template: words });
        print(`declaration of organization ${organization} set`);
      }),
    );
  declaration
    .command('show')
    .description('show whether it is on, and with which words')
    .requiredOption(...ORGANIZATION)
    .action(
      withContext(async ({ db, print }, { organization }) => {
        const { is_on, template } = await findDeclarationSetting(db, (await getOrganization(db, organization)).id);
        const words = template && `${template.title.en}, ${template.statements.length} statements`;
        print(
          table([
            ['on the page', is_on ? 'yes' : 'no'],
            ['template', words ?? 'standard'],
          ]),
        );
      }),
    );
};

async function readTemplate(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new AdminError(`${path} cannot be read: ${errorCode(error) ?? 'unknown'}`);
  }
}
