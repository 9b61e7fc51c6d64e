import { core } from './core/core-module.ts';
import { collect, type Module } from './core/module.ts';
import type { AppDeps } from './app-deps.ts';
import { eventStream } from './modules/delivery/event-stream/index.ts';
import { mail } from './modules/delivery/mail/index.ts';
import { webhooks } from './modules/delivery/webhooks/index.ts';
import { files } from './modules/files/index.ts';
import { documents } from './modules/kyc/documents/index.ts';
import { kycProfile } from './modules/kyc/profile/index.ts';
import { kycStatus } from './modules/kyc/status/index.ts';
import { viesChecks } from './modules/kyc/vies/index.ts';
import { verification } from './modules/kyc/verification/index.ts';
import { brand } from './modules/parties/brand/index.ts';
import { buyers } from './modules/parties/buyers/index.ts';
import { contacts } from './modules/parties/contacts/index.ts';
import { declaration } from './modules/parties/declaration/index.ts';
import { organizations } from './modules/parties/organizations/index.ts';
import { sellerContacts } from './modules/parties/seller-contacts/index.ts';
import { buyerExport } from './modules/self-service/buyer-export/index.ts';
import { declarationAnswers } from './modules/self-service/declaration-answers/index.ts';
import { erasure } from './modules/self-service/erasure/index.ts';
import { expiries } from './modules/self-service/expiries/index.ts';
import { invitations } from './modules/self-service/invitations/index.ts';
import { links } from './modules/self-service/links/index.ts';
import { prospects } from './modules/self-service/prospects/index.ts';
import { rejections } from './modules/self-service/rejections/index.ts';
import { submissions } from './modules/self-service/submissions/index.ts';
import { uploads } from './modules/self-service/uploads/index.ts';
import { trade } from './modules/trade/index.ts';

/** Every module of the service, read by the API, the worker and the tests alike. The OpenAPI document follows this order. */
export const modules: readonly Module<AppDeps>[] = [
  core,
  files,
  organizations,
  buyers,
  contacts,
  brand,
  sellerContacts,
  declaration,
  kycStatus,
  viesChecks,
  documents,
  verification,
  kycProfile,
  links,
  invitations,
  declarationAnswers,
  submissions,
  uploads,
  rejections,
  expiries,
  erasure,
  buyerExport,
  prospects,
  mail,
  webhooks,
  eventStream,
  trade,
];

export const declared = collect(modules);

/** Of all that is sealed under the master key. */
export const sealedKinds = declared.sealed.map(({ kind }) => kind);
