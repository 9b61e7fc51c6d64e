import { stylesheetPath } from '../../modules/parties/brand/index.ts';
import type { PageBrand } from '../shared/page-model.ts';
import type { LinkRow } from '../../modules/self-service/submissions/index.ts';

export const LOGO_PREFIX = '/assets/brand/';

/** How the page of a genuine link looks; undefined where the operator has set nothing. */
export function pageBrand({ brand, seller_name, organization_name }: LinkRow): PageBrand | undefined {
  if (!brand) return undefined;
  const { isSellers, name, color, logo } = brand;
  return {
    name: name ?? (isSellers ? seller_name : organization_name),
    isSellers,
    stylesheetUrl: color === null ? undefined : stylesheetPath(color),
    logo: logo === null ? undefined : { url: `${LOGO_PREFIX}${logo.hash}.png`, width: logo.width, height: logo.height },
  };
}
