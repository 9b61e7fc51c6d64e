import { Client } from 'pg';

export interface LineToDatabase {
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  readonly isEncrypted: boolean;
  /** The server's certificate is checked. */
  readonly isVerified: boolean;
}

/** How the driver would go to a database; it does not. */
export function lineToDatabase(url: string): LineToDatabase {
  const { host, ssl } = asLine(new Client({ connectionString: url }));
  const isVerified = ssl === true || (typeof ssl === 'object' && ssl.rejectUnauthorized !== false);
  return { host, isEncrypted: ssl !== false, isVerified };
}

/** Safe: the driver makes `ssl` what it hands over to Node's TLS; its types know only the yes and no. */
function asLine(client: Client): { host: string; ssl: boolean | { rejectUnauthorized?: boolean } } {
  return client;
}
