import { isoDay } from '../../texts/index.ts';
import type { DeclarationAnswers, SourceOfFunds } from '../declaration-answers/index.ts';
import { declarationWords, templateVersion } from './declaration-words.ts';
import type { Declaration, DeclarationPerson, FundSource } from './declaration.ts';

const SOURCES: Readonly<Record<FundSource, SourceOfFunds>> = {
  business: 'BUSINESS',
  loan: 'LOAN',
  shareholders: 'SHAREHOLDERS',
  sale: 'SALE',
  other: 'OTHER',
};

/** What the paper says, as data. */
export function answersOf(declaration: Declaration): DeclarationAnswers {
  const { template, language, sellerName } = declaration;
  const { title, statements } = declarationWords({ template, language, sellerName });
  return {
    signedAt: declaration.signedAt.toISOString(),
    language,
    templateVersion: templateVersion(template),
    title,
    statements: statements.map(({ text }) => text),
    company: {
      companyName: declaration.companyName,
      vatNumber: declaration.vatNumber,
      country: declaration.companyCountry,
    },
    signer: { name: declaration.signerName, role: declaration.signerRole },
    signature: declaration.signature,
    place: declaration.place,
    hasBeneficialOwner: !declaration.hasNoOwner,
    persons: declaration.persons.map(answersOfPerson),
    sourcesOfFunds: declaration.funds.map((source) => SOURCES[source]),
    ...(declaration.funds.includes('other') && { otherSourceOfFunds: declaration.fundsWords }),
    politicallyExposed: declaration.isPoliticallyExposed,
    onOwnAccount: declaration.isOnOwnAccount,
  };
}

function answersOfPerson({
  name,
  birthDate,
  country,
  share,
}: DeclarationPerson): DeclarationAnswers['persons'][number] {
  return {
    name,
    ...(birthDate !== undefined && { birthDate: isoDay(birthDate) }),
    country,
    ...(share !== undefined && { sharePercent: share }),
  };
}
