import { LOCAL_IDP_AUDIENCE } from '../../server/src/demo/local-idp/local-idp.ts';
import type { TestService } from './service.ts';

/** What production asks of whoever serves, over and above what each test's place says: its database, issuer, address and master key. */
export const PRODUCTION_SETTINGS = {
  OIDC_AUDIENCE: LOCAL_IDP_AUDIENCE,
  SMTP_URL: 'file:',
  ABUSE_CONTACT: 'abuse@nt24.example',
  OPERATOR_NAME: 'NT24 Operations',
};

/** For a process in production mode beside the service, on its database and data folder. */
export function productionBeside({ config, databaseUrl }: TestService): Record<string, string> {
  return {
    ...PRODUCTION_SETTINGS,
    DATA_DIR: config.dataDir,
    DATA_MIN_FREE_MB: String(config.minFreeBytes / (1024 * 1024)),
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '8',
    OIDC_ISSUER: config.oidc.issuer,
    PUBLIC_BASE_URL: config.publicBaseUrl,
    MASTER_KEY: config.masterKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
  };
}
