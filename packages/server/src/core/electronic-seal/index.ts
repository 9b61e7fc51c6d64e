export { createElectronicSeal, type ElectronicSeal } from './electronic-seal.ts';
export { sealedSealKeys } from './repository.ts';
export { type GivenSealKey, sealKeyOfPem } from './seal-key.ts';
