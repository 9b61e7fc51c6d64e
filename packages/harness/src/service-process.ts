import { mortal } from './mortal-database.ts';
import { startService } from './service.ts';

/** A service on a database and a folder that are somebody else's, until it is killed. */
const { settings, databaseUrl } = JSON.parse(process.argv[2] ?? '') as {
  readonly settings: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
};
const { url } = await startService(settings, { url: databaseUrl, drop: async () => undefined }, mortal);
process.stdout.write(`${url}\n`);
