import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOps } from '../../server/src/main/ops/run-ops.ts';
import { failureText } from '../../server/src/main/start-failure.ts';
import type { TestService } from './service.ts';

export interface OpsOutcome {
  readonly out: string;
  /** What the operator reads when it fails; empty when it does not. */
  readonly err: string;
}

/** The variables under which the operator's commands work on the service's own data. */
export function opsEnvironment({ config, databaseUrl }: TestService): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    DATA_DIR: config.dataDir,
    MASTER_KEY: readFileSync(join(config.dataDir, 'master.key'), 'utf8').trim(),
    PUBLIC_BASE_URL: 'https://kyc.example.com',
    OIDC_ISSUER: 'https://idp.example.com/realms/nt24-idp',
    OIDC_AUDIENCE: 'nt24-api',
    SMTP_URL: 'smtp://mail.example.com',
    ABUSE_CONTACT: 'abuse@example.com',
  };
}

/** The operator's commands beside the running service. */
export function opsOf(
  service: TestService,
  settings: Readonly<Record<string, string>> = {},
): (...words: string[]) => Promise<OpsOutcome> {
  const env = { ...opsEnvironment(service), ...settings };
  return async (...words) => {
    const lines: string[] = [];
    const err = await runOps(words, { env, print: (line) => lines.push(line) }).then(() => '', failureText);
    return { out: lines.join('\n'), err };
  };
}
