import type { PageContext } from '../../shared/page-model.ts';
import type { ResendEnd, ResendRequest } from './resend-model.ts';
import { RESEND_LANGUAGE, renderResend, renderResendEnd, resendEnds } from './resend-page.ts';

const request: ResendRequest = {
  action: '/r/AbC-dEf_123',
  sellerName: 'Autohaus Krüger & Söhne GmbH',
  companyName: 'Garagem Central do Porto, Lda.',
  label: 'Deal 4711, two vans',
  maskedRecipient: 'a***@garagem.example',
  expiredAt: new Date('2026-11-22T17:05:00Z'),
  askedAt: new Date('2026-11-24T09:12:00Z'),
};

/** What people at the seller see who are asked for a new link, by name; in the one language that they have. */
export function resendStates(page: PageContext): Record<string, () => string> {
  const context: PageContext = { ...page, language: RESEND_LANGUAGE, hasOneLanguage: true };
  const ends = (Object.keys(resendEnds) as ResendEnd[]).map(
    (end) => [`resend:${end}`, () => String(renderResendEnd(end, context))] as const,
  );
  return { resend: () => String(renderResend(request, context)), ...Object.fromEntries(ends) };
}
