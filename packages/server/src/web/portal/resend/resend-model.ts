import type { AskedState } from '../../../modules/self-service/invitations/index.ts';

/** What the page says; `unknown` was never given out, `refused` is what the rules of resending let no mail go for. */
export type ResendEnd = Exclude<AskedState, 'open'> | 'unknown' | 'tooEarly' | 'refused';

/** The request as those who look after it know it. */
export interface ResendRequest {
  readonly action: string;
  readonly sellerName: string;
  readonly companyName: string;
  /** The integrator's own words. */
  readonly label?: string | undefined;
  /** Of the address only what whoever knows it will know again. */
  readonly maskedRecipient: string;
  readonly expiredAt: Date;
  readonly askedAt: Date;
}

/** `o***@garage.example` */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}***${address.slice(at)}`;
}
