import { openWorker, type WorkerSettings } from './worker.ts';

await openWorker(JSON.parse(process.argv[2] ?? '') as WorkerSettings);
process.stdout.write('working\n');
