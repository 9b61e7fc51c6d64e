export { brandColors, judgeColor } from './brand-colors.ts';
export { readStylesheet, stylesheetPath } from './brand-stylesheet.ts';
export { type BrandFacts, brandFacts, brandLogo, type BrandOwner, findLogo } from './repository.ts';
export { scannableColor } from './scannable-color.ts';
export { clearBrand, getBrand, ratio, setBrand } from './set-brand.ts';
export { brand } from './module.ts';
