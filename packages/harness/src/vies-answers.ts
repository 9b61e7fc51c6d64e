/**
 * Shapes of the answers of VIES's REST service (`check-vat-number`), as public documentation and answers recorded by others show them,
 * 2026-11-28. Nobody called the service for them.
 */
export interface ViesAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly body: unknown;
}

interface Asked {
  readonly countryCode: string;
  readonly vatNumber: string;
  readonly requesterNumber?: string;
}

const NOT_MATCHED = {
  traderNameMatch: 'NOT_PROCESSED',
  traderStreetMatch: 'NOT_PROCESSED',
  traderPostalCodeMatch: 'NOT_PROCESSED',
  traderCityMatch: 'NOT_PROCESSED',
  traderCompanyTypeMatch: 'NOT_PROCESSED',
};

/** `requestIdentifier` is empty without a requester. */
export const validAnswer = ({ countryCode, vatNumber, requesterNumber }: Asked): ViesAnswer => ({
  body: {
    countryCode,
    vatNumber,
    requestDate: '2026-11-28T10:15:30.123Z',
    valid: true,
    requestIdentifier: requesterNumber === undefined ? '' : 'WAPIAAAAY5s1Rk2p',
    name: 'GARAGEM CENTRAL LDA',
    address: 'RUA DAS FLORES 12\n4050-262 PORTO',
    ...NOT_MATCHED,
  },
});

/** DE and ES hide name and address. */
export const hiddenAnswer = (asked: Asked): ViesAnswer => ({
  body: { ...(validAnswer(asked).body as object), name: '---', address: '---' },
});

export const invalidAnswer = (asked: Asked): ViesAnswer => ({
  body: { ...(validAnswer(asked).body as object), valid: false, name: '---', address: '---' },
});

/** With status 200. */
export const errorAnswer = (error: string): ViesAnswer => ({
  body: { actionSucceed: false, errorWrappers: [{ error }] },
});

/** The same, with a word on the number beside it that says nothing. */
export const misleadingAnswer = (asked: Asked): ViesAnswer => ({
  body: { ...(invalidAnswer(asked).body as object), ...(errorAnswer('MS_UNAVAILABLE').body as object) },
});
