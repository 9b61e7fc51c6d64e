import { mortal } from './mortal-database.ts';
import { openWorker, type WorkerSettings } from './worker.ts';

await openWorker(JSON.parse(process.argv[2] ?? '') as WorkerSettings, {}, mortal);
process.stdout.write('working\n');
