import { acceptDataFolder } from '../../modules/files/index.ts';
import type { Noun } from './verb.ts';

export const addDataFolder: Noun = (program, withContext) => {
  program
    .command('data-folder')
    .description('the folder with the files of this database')
    .command('accept')
    .description('take DATA_DIR for it as it stands; what only another folder holds cannot be read any more')
    .action(
      withContext(async ({ config, db, print }) => {
        await acceptDataFolder(db, config.dataDir);
        print(`the files of this database lie in ${config.dataDir} from now on; start all processes anew`);
      }),
    );
};
