/** Who leads the KYC of a buyer (contract 4). */
export const KYC_MODES = ['MARKETPLACE_LED', 'NT24_LED'] as const;

export type KycMode = (typeof KYC_MODES)[number];
