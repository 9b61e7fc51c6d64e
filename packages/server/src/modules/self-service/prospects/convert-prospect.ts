import { type Call, type Decision, ResourceExistsDifferentBody } from '../../../core/api/index.ts';
import { requireCapability } from '../../../core/identity/index.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import {
  AllowMarketplaceLedKyc,
  BuyerBlocked,
  type BuyerRow,
  type CompanyWish,
  findBuyerByVatNumber,
  isSameCompany,
  KycModeDowngrade,
  presentBuyer,
} from '../../parties/buyers/index.ts';
import { attachProspect } from './attach-prospect.ts';
import { becomeBuyer, type Converting } from './become-buyer.ts';
import type { ProspectDeps } from './deps.ts';
import { companyOf, contactOf, presentProspect, prospectNotFound, refuseDecided } from './prospect.ts';
import { findPerson, findProspect } from './prospect-repository.ts';
import type { ConvertProspectBody, ProspectPath } from './schemas.ts';
import { openPerson } from './sealed-person.ts';

/** Makes a buyer of a company that has sent its documents, or adds them to the buyer who has its VAT number (contract 3.7). */
export async function convertProspect(
  deps: Pick<ProspectDeps, 'db' | 'keyring'>,
  { actor, params, body }: Call<{ params: ProspectPath; body: ConvertProspectBody }>,
): Promise<Decision> {
  const { db, keyring } = deps;
  const [prospect, person] = await Promise.all([findProspect(db, params), findPerson(db, params)]);
  if (!prospect || !person) throw prospectNotFound();
  refuseDecided(prospect);
  const company = companyOf(prospect, body.kycMode);
  if (!company) throw fieldProblem('prospectUuid', 'is of a CONSUMER, who cannot become a buyer', prospect.id);
  if (company.kycMode === 'MARKETPLACE_LED') requireCapability(actor, AllowMarketplaceLedKyc);

  const converting = { prospect, company, contact: contactOf(openPerson(keyring, person)) };
  const known = await findBuyerByVatNumber(db, params.sellerId, company.vatNumber);
  if (!known) return becomeBuyer(deps, converting);
  if (known.status === 'BLOCKED')
    throw new ProblemError(BuyerBlocked, 'The buyer with this VAT number is blocked.', {
      currentResource: presentBuyer(known),
    });
  const isTaken = body.resolve === 'TAKE_PROSPECT' && !isSameCompany(known, company);
  if (isTaken) refuseDowngrade(known, company);
  if (body.resolve === undefined) refuseOther(known, converting);
  return attachProspect(deps, { ...converting, known, isTaken });
}

function refuseDowngrade(known: BuyerRow, { kycMode }: CompanyWish): void {
  if (known.kyc_mode !== 'NT24_LED' || kycMode !== 'MARKETPLACE_LED') return;
  throw new ProblemError(KycModeDowngrade, 'NT24_LED cannot become MARKETPLACE_LED.', {
    currentResource: presentBuyer(known),
  });
}

/** Both are shown. */
function refuseOther(known: BuyerRow, { prospect, company }: Converting): void {
  if (isSameCompany(known, company)) return;
  const detail = 'A buyer with this VAT number exists with other content. Say by resolve whose counts.';
  throw new ProblemError(ResourceExistsDifferentBody, detail, {
    currentResource: presentBuyer(known),
    proposedResource: presentProspect(prospect),
  });
}
