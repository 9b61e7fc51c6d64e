/** `npm run samples`: writes documents to try the buyer's page with into `.data/samples`, or into the folder that is named. */
import { writeSamples } from '../packages/server/src/demo/samples/index.ts';

const [folder = '.data/samples', ...others] = process.argv.slice(2);
if (others.length > 0 || folder.startsWith('-')) throw new Error('usage: npm run samples -- [folder]');
for (const path of await writeSamples(folder)) console.log(path);
