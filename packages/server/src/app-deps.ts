import type { ActionDeclaration } from './core/audit/index.ts';
import type { EventType } from './core/events/index.ts';
import type { ElectronicSeal } from './core/electronic-seal/index.ts';
import type { Capability } from './core/identity/index.ts';
import type { BoundMail } from './core/mail/index.ts';
import type { MasterKeys } from './core/sealing/index.ts';
import type { OperatorFacts } from './core/operator-facts.ts';
import type { MailMetrics, MailTransport } from './modules/delivery/mail/index.ts';
import type { AddressRules } from './modules/delivery/webhooks/index.ts';
import type { FileStore } from './modules/files/index.ts';
import type { ViesClient, ViesMetrics } from './modules/kyc/vies/index.ts';
import type { VerificationProvider } from './modules/kyc/verification/index.ts';
import type { PosterPress } from './modules/self-service/invitations/index.ts';
import type { Links } from './modules/self-service/links/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Database } from './platform/db/database.ts';
import type { DiskRoom } from './platform/disk-room.ts';
import type { Keyring } from './platform/keyring.ts';
import type { ProfilePress } from './modules/kyc/profile/index.ts';
import type { Logger } from './platform/logger.ts';

/** All that modules may ask for; each names what it needs of it. */
export interface AppDeps {
  readonly db: Database;
  /** For connections of their own, which hold session locks or listen. */
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly masterKeys: MasterKeys;
  readonly files: FileStore;
  readonly electronicSeal: ElectronicSeal;
  readonly profilePress: ProfilePress;
  readonly posterPress: PosterPress;
  readonly links: Links;
  readonly clock: Clock;
  /** What clocks elsewhere show: those of receivers, of files, of caches. The sandbox moves `clock`, and never this one. */
  readonly wallClock: Clock;
  readonly log: Logger;
  readonly dataDir: string;
  /** What the disk of the data folder has left. */
  readonly room: DiskRoom;
  /** That one organization may keep; its links refuse files beyond it, and its calls are 413. */
  readonly fileQuotaBytes: number;
  readonly operator: OperatorFacts;
  /** What a complete KYC file holds; entries such as `CONTACT_*` name a family. */
  readonly completeDocuments: readonly string[];
  /** After so many days what nobody has decided about of prospects is removed. */
  readonly prospectRetentionDays: number;
  /** Absent: no VAT number is checked. */
  readonly vies?: ViesClient;
  readonly viesMetrics: ViesMetrics;
  /** Who verifies persons; undefined: nobody is configured. */
  readonly verification: VerificationProvider | undefined;
  /** Which addresses webhooks may lead to. */
  readonly addresses: AddressRules;
  readonly transport: MailTransport;
  readonly mailMetrics: MailMetrics;
  readonly capabilities: readonly Capability[];
  readonly events: readonly EventType[];
  readonly actions: ReadonlyMap<string, ActionDeclaration>;
  readonly mails: readonly BoundMail[];
}
