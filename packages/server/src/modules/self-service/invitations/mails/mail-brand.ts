import type { MailAttachment } from '../../../../core/mail/index.ts';
import { defaultColors, type MailBrand } from '../../../delivery/mail/index.ts';
import { brandColors } from '../../../parties/brand/index.ts';
import type { MailedLink } from './mailed-invitation-repository.ts';

/** Names the logo within its mail. */
const LOGO_ID = 'logo';

/** How the mail looks: as the page does. */
export function mailBrand({ brand, brand_logo, seller_name, organization_name }: MailedLink): MailBrand {
  if (!brand) return { name: seller_name, colors: defaultColors };
  const { isSellers, name, color, logo } = brand;
  return {
    name: name ?? (isSellers ? seller_name : organization_name),
    colors: color === null ? defaultColors : brandColors(color),
    ...(logo && brand_logo && { logo: { contentId: LOGO_ID, width: logo.width, height: logo.height } }),
  };
}

/** The logo travels in the mail, so that opening it asks nobody for anything. */
export function logoAttachments({ brand_logo }: MailedLink): readonly MailAttachment[] {
  if (!brand_logo) return [];
  return [{ fileName: 'logo.png', mediaType: 'image/png', bytes: brand_logo, contentId: LOGO_ID }];
}
