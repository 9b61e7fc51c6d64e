/** How long what a buyer is known by may be, in code points (contract 4). */
export const COMPANY_MAX_LENGTHS = { companyName: 200, vatNumber: 20, street: 200, postCode: 20, city: 100 } as const;

export const VAT_NUMBER_PATTERN = '^[A-Z]{2}[0-9A-Z]+$';
