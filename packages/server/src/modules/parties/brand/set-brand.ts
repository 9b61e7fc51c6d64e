import type { Database } from '../../../platform/db/database.ts';
import { judgeColor } from './brand-colors.ts';
import { makeLogo } from './make-logo.ts';
import { type BrandOwner, type BrandRow, deleteBrand, findBrand, upsertBrand } from './repository.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { AdminError } from '../../../platform/admin-error.ts';

const MAX_NAME_LENGTH = 80;

export interface WantedBrand {
  /** At most 80 characters, one line. */
  readonly name?: string | undefined;
  /** `rrggbb`, with or without the `#`, which a shell takes for a comment; at least 3:1 against the light and the dark page. */
  readonly color?: string | undefined;
  /** PNG, JPEG or WebP. */
  readonly logo?: Buffer | undefined;
}

/** What is not named stays as it is. Shows at the next page and the next mail. @throws AdminError with words for the operator */
export async function setBrand(db: Database, owner: BrandOwner, wanted: WantedBrand): Promise<void> {
  const { name, logo } = wanted;
  if (Object.values(wanted).every((value) => value === undefined))
    throw new AdminError('say a name, a color or a logo');
  if (name !== undefined) requireName(name);
  const color = wanted.color === undefined ? undefined : requireColor(wanted.color);
  const change = { name, color, logo: logo === undefined ? undefined : await makeLogo(logo) };
  const details = { name: name !== undefined, color, logo: change.logo?.hash };
  await commitWrite(db, {
    ...operatorOn(owner, 'brand.set', details),
    effect: () => upsertBrand(owner, change),
  });
}

/** @throws AdminError when there is none */
export async function getBrand(db: Database, owner: BrandOwner): Promise<BrandRow> {
  const brand = await findBrand(db, owner);
  if (!brand) throw new AdminError('there is no brand');
  return brand;
}

/** Name, colour and logo go; the page and the mails look as at the beginning. @throws AdminError when there is none */
export async function clearBrand(db: Database, owner: BrandOwner): Promise<void> {
  const outcome = await commitWrite(db, { ...operatorOn(owner, 'brand.clear'), effect: () => deleteBrand(owner) });
  if (outcome !== 'committed') throw new AdminError('there is no brand');
}

function operatorOn({ organizationId, sellerId }: BrandOwner, action: string, details = {}) {
  return {
    actor: { kind: 'OPERATOR', ...(organizationId !== undefined && { organizationId }) },
    audit: [{ action, details, ...(sellerId !== undefined && { sellerId }) }],
  } as const;
}

function requireName(name: string): void {
  const isFit = name.trim() !== '' && [...name].length <= MAX_NAME_LENGTH && !/\p{Cc}/u.test(name);
  if (!isFit) throw new AdminError(`a brand's name has 1 to ${MAX_NAME_LENGTH} characters in one line`);
}

function requireColor(text: string): string {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text)?.[1];
  if (digits === undefined) throw new AdminError('a color is written as rrggbb, such as 1f6fb5');
  const color = `#${digits.toLowerCase()}`;
  const { isUsable, lightContrast, darkContrast, suggestion } = judgeColor(color);
  if (isUsable) return color;
  throw new AdminError(
    `${color} has a contrast of ${ratio(lightContrast)} to the light page and ${ratio(darkContrast)} to the dark one; ` +
      `a button needs 3:1 on both. The nearest shade that has it is ${suggestion}`,
  );
}

/** Rounded down, so that what is too little never reads as enough. */
export function ratio(contrast: number): string {
  return `${(Math.floor(contrast * 100) / 100).toFixed(2)}:1`;
}
