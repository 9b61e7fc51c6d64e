#!/usr/bin/env node
import { version } from './version.ts';

const args = process.argv.slice(2);
// Scripts ask for it at each of their runs: it is answered before anything else is read.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) process.stdout.write(`${version()}\n`);
else await (await import('./run.ts')).run(args);
