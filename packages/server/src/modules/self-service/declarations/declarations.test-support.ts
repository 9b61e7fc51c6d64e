import type { TestService } from '../../../../../harness/src/service.ts';
import { createPortalScene, expectRedirect } from '../../../../../harness/src/portal.ts';
import type { BuyerScene, InvitationScene } from '../../../../../harness/src/scene.ts';
import type { Visitor } from '../../../../../harness/src/visitor.ts';

export const DECLARATION = '/kyc/declaration';

/** A form that nothing is wrong with, but for the statements. */
export const FIELDS = {
  signerName: 'Αθηνά Παπαδοπούλου',
  signerRole: 'Διαχειρίστρια',
  'person1-name': 'Стоян Димитров',
  'person1-birthDate': '1975-03-09',
  'person1-country': 'BG',
  'person1-share': '33,5',
  'person2-name': 'Ελένη Ζαχαρίου',
  'person2-country': 'GR',
  'person2-share': '66.5',
  'funds-business': 'yes',
  'funds-other': 'yes',
  fundsWords: 'Κληρονομιά',
  isPoliticallyExposed: 'no',
  isOnOwnAccount: 'yes',
  signature: 'Αθηνά Παπαδοπούλου',
  place: 'Θεσσαλονίκη',
} as const;

/** The statements of the form as they stand there, ticked. */
export async function ticksOf(visitor: Visitor, path = DECLARATION): Promise<Record<string, string>> {
  const page = await (await visitor.get(path)).text();
  const inputs = page.matchAll(/name="(statement\d+)"\s+value="([^"]+)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', hash = '']) => [name, hash]));
}

/** Names of the files as the page shows them. */
export async function fileNames(visitor: Visitor): Promise<string[]> {
  const page = await (await visitor.get('/kyc/documents')).text();
  return [...page.matchAll(/<p class="file-name"><bdi>([^<]+)</g)].map(([, name = '']) => name);
}

/** Sends all that the draft has, and gives the declarations that the integrator then finds. */
export async function submittedDeclarations(
  service: TestService,
  scene: InvitationScene,
  visitor: Visitor,
): Promise<Buffer[]> {
  const sent = await visitor.send();
  if (sent.status !== 303) throw new Error(`not sent: ${sent.status}`);
  const { token } = scene;
  const listed = await service.call('GET', `${scene.buyer}/kyc/documents?type=AML_DECLARATION&status=ACTIVE`, {
    token,
  });
  const { data } = (await listed.json()) as { data: { uuid: string; files: { uuid: string }[] }[] };
  const found: Buffer[] = [];
  for (const { uuid, files } of data) {
    for (const file of files) {
      const path = `${scene.buyer}/kyc/documents/${uuid}/content?variant=original&file=${file.uuid}`;
      const content = await service.call('GET', path, { token, headers: { 'x-purpose': 'kyc review' } });
      if (content.status !== 200) throw new Error(`no content: ${content.status}`);
      found.push(Buffer.from(await content.arrayBuffer()));
    }
  }
  return found;
}

/** Fills the form in and signs it. */
export async function sign(visitor: Visitor, changes: Readonly<Record<string, string>> = {}): Promise<void> {
  const fields = { ...FIELDS, ...(await ticksOf(visitor)), ...changes };
  expectRedirect(await visitor.post(DECLARATION, fields), '/kyc/documents');
}

/** An invitation of the buyer, by which he has declared and sent it. */
export async function declaredOn(service: TestService, buyer: BuyerScene): Promise<InvitationScene> {
  const portal = createPortalScene(service, buyer);
  const scene = await portal.invited({ requestedDocuments: ['AML_DECLARATION'] });
  const visitor = await portal.started(scene);
  await sign(visitor);
  expectRedirect(await visitor.send(), '/kyc/done');
  return scene;
}
