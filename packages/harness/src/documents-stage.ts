import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import sql from 'sql-template-tag';
import { type BadLine, startBadLine } from './bad-line.ts';
import { listenForComplaints } from './browser.ts';
import { createPortalScene, type PortalScene } from './portal.ts';
import { type InvitationScene, sceneWithBuyer } from './scene.ts';
import { startService, type TestService } from './service.ts';
import { textOf } from './visitor.ts';

export const VAT = 'VAT_CERTIFICATE';
export const COC = 'COC_EXTRACT';

export interface OpenedDocuments {
  readonly page: Page;
  readonly scene: InvitationScene;
  readonly complaints: readonly string[];
}

/** A service behind a bad line, and browsers at its page of the documents. */
export interface DocumentsStage {
  readonly line: BadLine;
  readonly scenes: PortalScene;
  /** Of an invitation that asks for two documents. `prepare` comes before the page's script. */
  open(
    options?: BrowserContextOptions,
    prepare?: (page: Page) => Promise<void>,
    requestedDocuments?: readonly string[],
  ): Promise<OpenedDocuments>;
  /** Type, name and SHA-256 of each file in the draft, oldest first. */
  draftOf(scene: InvitationScene): Promise<string[]>;
  /** Ends the browsers' contexts and mends the line. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function startDocumentsStage(browser: Browser): Promise<DocumentsStage> {
  const line = await startBadLine();
  const service = await startService({ PUBLIC_BASE_URL: line.url });
  line.target = service.url;
  const scenes = createPortalScene(service, await sceneWithBuyer(service));
  const contexts: BrowserContext[] = [];
  return {
    line,
    scenes,
    async open(options = {}, prepare = async () => undefined, requestedDocuments = [COC, VAT]) {
      const scene = await scenes.invited({ requestedDocuments });
      const context = await browser.newContext(options);
      context.setDefaultTimeout(30_000);
      contexts.push(context);
      const complaints = listenForComplaints(context, line.url);
      const page = await context.newPage();
      page.on('dialog', (dialog) => void dialog.accept());
      await prepare(page);
      await page.goto(scene.invitation.publicLinkUrl);
      await page.getByRole('button', { name: textOf('action.start'), exact: true }).click();
      await page.goto(new URL('documents', page.url()).href);
      await page.locator('.documents-live').waitFor();
      return { page, scene, complaints };
    },
    draftOf: (scene) => draftOf(service, scene.invitation.uuid),
    async clear() {
      line.bytesPerSecond = undefined;
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    },
    async close() {
      await line.close();
      await service.close();
    },
  };
}

async function draftOf(service: TestService, invitationId: string): Promise<string[]> {
  const rows = await service.db.read<{ type: string; file_name: string; sha256: Buffer }>(
    sql`select type, file_name, sha256 from kyc_files where invitation_id = ${invitationId}::uuid order by created_at`,
  );
  return rows.map((row) => `${row.type} ${row.file_name} ${row.sha256.toString('hex')}`);
}

/** The name of a file that is in the draft, where the page shows it. */
export function attached(page: Page, name: string): Locator {
  return page.locator('.files:not(.files-sending):not(.files-unfinished) .file-name', { hasText: name });
}
