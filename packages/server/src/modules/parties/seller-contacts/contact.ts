/** Whom buyers ask at a seller. At least one of mail, phone and postal address, or there is no contact. */
export interface SellerContact {
  /** A person or a department. */
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** `+` and the country, with blanks and hyphens as people write it. */
  readonly phone?: string | undefined;
  /** In one line. */
  readonly postalAddress?: string | undefined;
}

export const MAX_LENGTHS = { name: 100, email: 254, phone: 32, postalAddress: 300 } as const;

/** ITU-T E.164: up to 15 digits, the country's first. */
export const PHONE_PATTERN = '^[+][1-9]([ -]?[0-9]){5,14}$';

export function isReachable({ email, phone, postalAddress }: SellerContact): boolean {
  return email !== undefined || phone !== undefined || postalAddress !== undefined;
}

/** RFC 3966. */
export function phoneUrl(phone: string): string {
  return `tel:${phone.replaceAll(/[^+0-9]/g, '')}`;
}
