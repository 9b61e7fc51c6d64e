import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { createPortalScene } from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { DataFolderError } from '../../../platform/data-folder.ts';
import { acceptDataFolder, requireDataFolder } from '../index.ts';

describe('the mark of the data folder', () => {
  let service: TestService;
  let empty: string;
  before(async () => {
    service = await startService();
    empty = await mkdtemp(join(tmpdir(), 'nt24-empty-'));
  });
  after(async () => {
    await service.close();
    await rm(empty, { recursive: true });
  });

  it('is not made in an empty folder by a database that has files, older than its mark or not', async () => {
    const {
      deps: { db },
      config,
    } = service;
    const portal = createPortalScene(service, await sceneWithBuyer(service));
    await portal.started(await portal.invited(), ['COC_EXTRACT']);
    await assert.rejects(requireDataFolder(db, empty), DataFolderError);
    assert.deepEqual(await readdir(empty), []);
    // Eight processes start at once.
    await Promise.all(Array.from({ length: 8 }, () => requireDataFolder(db, config.dataDir)));
    await requireDataFolder(db, config.dataDir);
    await assert.rejects(requireDataFolder(db, empty), /is not the one with the files of this database/);
    assert.deepEqual(await readdir(empty), []);
  });

  it('is known by whatever path leads there, and one folder alone has it', async () => {
    const {
      deps: { db },
      config,
    } = service;
    const link = join(empty, 'link');
    await symlink(config.dataDir, link);
    await requireDataFolder(db, link);
    await acceptDataFolder(db, empty);
    await requireDataFolder(db, empty);
    await assert.rejects(requireDataFolder(db, config.dataDir), /belongs to another database/);
    await acceptDataFolder(db, config.dataDir);
    await requireDataFolder(db, config.dataDir);
    const rows = await db.read(sql`select id from data_folders`);
    assert.equal(rows.length, 1);
  });
});
