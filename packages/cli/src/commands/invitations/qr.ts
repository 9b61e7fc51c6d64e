import type { Invitation } from '@nt24/sdk';
import { renderUnicodeCompact } from 'uqr';
import { ownCommand } from '../../declare/own-command.ts';
import { FailedError } from '../../failure.ts';
import { refuseTarget, saveFile } from '../../output/save-file.ts';
import { plainText } from '../../output/plain-text.ts';
import { note, show, writeLine } from '../../output/show.ts';

interface Options {
  readonly out?: string;
  readonly force?: boolean;
}

/** On the terminal it is drawn here; a file comes from the service. */
export const getInvitationQrCode = ownCommand<Options>({
  verb: 'qr',
  about: 'The address of an ACTIVE invitation as a QR code: on the terminal, or in a file.',
  operations: ['getInvitationQrCode', 'getInvitationOfPartner'],
  positionals: [{ usage: '<invitation-uuid>', about: 'of either kind' }],
  options: [
    { flags: '--out <file>', about: 'a file that ends in .svg or .png' },
    { flags: '--force', about: 'write over a file that is there' },
  ],
  examples: ['invitations qr $INVITATION', 'invitations qr $INVITATION --out link.svg'],
  async run({ session, isJson, signal }, [invitationUuid = ''], { out, force = false }) {
    refuseTarget({ out, isOverwriting: force });
    const { client, seller } = await session();
    const ids = { sellerId: await seller(), invitationUuid };
    if (out !== undefined) {
      const format = out.toLowerCase().endsWith('.png') ? 'png' : 'svg';
      const response = await client.invitations.getQrCode({ ...ids, format }, { signal });
      const file = await saveFile(response, { out, isOverwriting: force, isQuiet: isJson, signal });
      if (file === undefined) return;
      return isJson ? show({ file }, { isJson, columns: [] }) : note(`saved ${plainText(file)}`);
    }
    const invitation = await client.invitations.getOfPartner(ids, { signal });
    if (isJson) return show({ publicLinkUrl: invitation.publicLinkUrl }, { isJson, columns: [] });
    draw(invitation);
  },
});

function draw({ status, publicLinkUrl }: Invitation): void {
  if (status !== 'ACTIVE') throw new FailedError(`the invitation is ${plainText(status)}: its link opens nothing`);
  writeLine(renderUnicodeCompact(publicLinkUrl, { border: 2 }));
  writeLine(plainText(publicLinkUrl));
}
