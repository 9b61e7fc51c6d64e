import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { DemoFile } from './demo.ts';

const BUYER = {
  kycMode: 'MARKETPLACE_LED',
  vatNumber: 'FR40303265045',
  companyName: 'Garage du Port SARL',
  address: { street: '12 quai des Docks', postCode: '06300', city: 'Nice', country: 'FR' },
};

/** What a newcomer reads when the server is up; every command can be pasted as it stands. */
export function bannerOf(config: Config, ownUrl: string, demo: DemoFile | undefined): string {
  const lines = [
    '',
    'NT24 Integration API is up.',
    '',
    `  API             ${ownUrl}/v1`,
    `  Reference page  ${ownUrl}/docs`,
    `  Data            ${config.dataDir}`,
    ...(config.smtp ? [] : [`  Mails           ${join(config.dataDir, 'mail')}`]),
    ...(demo ? ['', ...firstSteps(join(config.dataDir, 'demo.json'), demo)] : []),
    '',
    'Stop with Ctrl-C.',
  ];
  return lines.join('\n');
}

/** Words and commands apart: a comment in front of a command is an error where zsh is spoken to. */
function firstSteps(demoPath: string, { apiUrl, tokenUrl, organizations }: DemoFile): string[] {
  const { clientId, sellers } = organizations.marketplace;
  const buyers = `${apiUrl}/v1/partners/${sellers[0]?.uuid}/buyers`;
  const secret = `$(node -p "require('${demoPath}').organizations.marketplace.clientSecret")`;
  const asJson = `-H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json'`;
  return [
    'A token, good for 5 minutes:',
    '',
    `  TOKEN=$(curl -s ${tokenUrl} -d grant_type=client_credentials -d client_id=${clientId} -d client_secret="${secret}" ${pick('access_token')})`,
    '',
    'Invite a buyer to prove who it is:',
    '',
    `  BUYER=$(curl -s ${buyers} ${asJson} -H 'Idempotency-Key: first-buyer' -d '${JSON.stringify(BUYER)}' ${pick('uuid')})`,
    `  curl -s ${buyers}/$BUYER/kyc/self-service-invitations ${asJson} -H 'Idempotency-Key: first-invitation' -d '{"recipientEmail":"buyer@example.com"}'`,
  ];
}

function pick(member: string): string {
  return `| node -pe 'JSON.parse(fs.readFileSync(0)).${member}'`;
}
