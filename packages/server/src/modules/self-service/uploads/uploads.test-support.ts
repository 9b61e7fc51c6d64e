import sql from 'sql-template-tag';
import { createPortalScene } from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import type { TestService } from '../../../../../harness/src/service.ts';
import { createTusClient } from '../../../../../harness/src/tus-client.ts';
import { makePdf } from '../../files/sample-files.ts';

export const pdf = new Uint8Array(makePdf(300_000));

/** A piece whose length is not announced, as that of a line that dies: it may be as short as it likes. */
export function trickle(bytes: Uint8Array): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

export type UploadScenes = Awaited<ReturnType<typeof createUploadScenes>>;

/** Invitations to upload for, and what became of it. */
export async function createUploadScenes(service: TestService) {
  const portal = createPortalScene(service, await sceneWithBuyer(service));
  return {
    ...portal,
    async opened() {
      const scene = await portal.invited();
      const visitor = await portal.started(scene);
      return { scene, visitor, tus: createTusClient(visitor, service.url) };
    },
    draftOf(invitationId: string) {
      return service.db.read<{ sha256: Buffer; byte_size: number }>(
        sql`select sha256, byte_size from kyc_files where invitation_id = ${invitationId}::uuid`,
      );
    },
  };
}
