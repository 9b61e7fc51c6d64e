import { runOps } from './ops/run-ops.ts';
import { UsageError } from './ops/verb.ts';
import { complain, print } from './print.ts';
import { failureText } from './start-failure.ts';

try {
  await runOps(process.argv.slice(2), { env: process.env, print });
} catch (error) {
  complain(failureText(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
