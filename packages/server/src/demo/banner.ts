import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { isLoopback } from '../config/parsers.ts';
import type { DemoFile } from './demo.ts';

const BUYER = {
  kycMode: 'MARKETPLACE_LED',
  vatNumber: 'FR40303265045',
  companyName: 'Garage du Port SARL',
  address: { street: '12 quai des Docks', postCode: '06300', city: 'Nice', country: 'FR' },
};

/** Whoever is near reads along: nothing is encrypted on its way. */
const WORDS_TO_OTHERS = [
  'Other devices of the network reach these addresses, over plain http. The mails are only for those who know theirs:',
  'the links in them open invitations. Use made-up people and documents.',
];

interface BannerFacts {
  readonly ownUrl: string;
  /** Absent: mails are sent. */
  readonly outboxUrl: string | undefined;
  readonly demo: DemoFile | undefined;
}

/** What a newcomer reads when the server is up; every command can be pasted as it stands. */
export function bannerOf(config: Config, { ownUrl, outboxUrl, demo }: BannerFacts): string {
  const lines = [
    '',
    'NT24 Integration API is up.',
    '',
    `  API             ${ownUrl}/v1`,
    `  Reference page  ${ownUrl}/docs`,
    `  Data            ${config.dataDir}`,
    ...(outboxUrl === undefined ? [] : [`  Mails           ${outboxUrl}`]),
    ...(isLoopback(config.http.host) ? [] : ['', ...WORDS_TO_OTHERS]),
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
