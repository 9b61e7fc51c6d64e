import { loadConfig, type Config, type LoadOptions } from '../config/config.ts';
import { createLogger, type Logger } from '../platform/logger.ts';
import { runProcess, type Lifecycle } from './lifecycle.ts';
import { complain } from './print.ts';
import { failureText } from './start-failure.ts';

type Start = (parts: { config: Config; log: Logger }, lifecycle: Lifecycle) => Promise<void>;

/** Reads the environment and runs the process; wrong settings exit with 1 before anything else happens. */
export function runMain(options: LoadOptions | (() => LoadOptions), start: Start): void {
  let config: Config;
  try {
    config = loadConfig(process.env, typeof options === 'function' ? options() : options);
  } catch (error) {
    complain(failureText(error));
    process.exitCode = 1;
    return;
  }
  // In the demo standard output belongs to the person at the terminal.
  const log = createLogger(config.logLevel, config.embedded ? 'stderr' : 'stdout');
  runProcess((lifecycle) => start({ config, log }, lifecycle), {
    graceMs: config.shutdownGraceMs,
    log,
    followParent: process.env.npm_lifecycle_event !== undefined,
  });
}
