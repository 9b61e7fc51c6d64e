import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';
import { type Language, translatorFor } from '../../texts/index.ts';
import type { ProfileFacts } from './profile-facts.ts';
import { createProfilePress } from './profile-press.ts';
import { renderPaper } from './render-profile-pdf.ts';
import { sampleProfile } from './sample-profile.test-support.ts';

const LANGUAGES: readonly Language[] = ['de', 'el', 'en', 'bg', 'ga'];

async function textOf(facts: ProfileFacts): Promise<string> {
  return (await readPdf(Buffer.from(await renderPaper(facts)))).pages.join(' ').replaceAll(/\s+/g, ' ');
}

/** What no caller would hand over. */
function asFacts(value: unknown): ProfileFacts {
  return value as ProfileFacts;
}

describe('the KYC profile on paper', () => {
  for (const language of LANGUAGES)
    it(`tells in ${language}, and in English, what is known`, async () => {
      const text = await textOf({ ...sampleProfile, language });
      for (const spoken of [language, 'en'] as const) {
        const translate = translatorFor(spoken);
        for (const key of ['profile.title', 'profile.result.VERIFIED', 'profile.sealSelfMade'] as const)
          assert.ok(text.includes(translate(key).replaceAll(/\s+/g, ' ')), `${spoken}: ${key}`);
      }
      for (const fact of ['WAPIAAAAW1abcdef', 'EL123456789', 'Autohaus Krüger & Söhne', `SHA-256 ${'2a'.repeat(32)}`])
        assert.ok(text.includes(fact), fact);
      assert.ok(text.includes('Автомобили Ελλάς <Ltd> [U+6C7D U+8F66]'), 'names of other scripts');
    });

  it('says where nothing was checked, and what an answer left open', async () => {
    const text = await textOf({ ...sampleProfile, language: 'en', checks: [], documents: [] });
    assert.ok(text.includes('No check has been made yet.') && text.includes('No documents have been added.'));
    const screened = { ...sampleProfile.verification, amlStatus: 'FLAGGED' as const };
    const flagged = {
      ...sampleProfile,
      language: 'en' as const,
      verification: screened,
      overallStatus: 'INVALID' as const,
    };
    const told = await textOf(flagged);
    assert.ok(told.includes('matches found') && told.includes('KYC status invalid'));
  });

  it('says nothing of a key that others vouch for', async () => {
    const text = await textOf({ ...sampleProfile, language: 'en', isSealSelfMade: false });
    assert.ok(!text.includes('not a qualified seal'));
  });

  it('comes out of the thread as it comes by itself, and the same each time', async () => {
    const press = createProfilePress();
    try {
      const [pressed, again] = await Promise.all([press.press(sampleProfile), press.press(sampleProfile)]);
      assert.ok(pressed.equals(Buffer.from(await renderPaper(sampleProfile))));
      assert.ok(pressed.equals(again));
    } finally {
      await press.stop();
    }
  });

  it('comes again and again from one thread, on which nobody is left listening', async () => {
    const press = createProfilePress();
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    try {
      for (let n = 0; n < 12; n += 1) await press.press(sampleProfile);
    } finally {
      process.off('warning', note);
      await press.stop();
    }
    assert.deepEqual(warnings, []);
  });

  it('fails without a word of the facts', async () => {
    const press = createProfilePress();
    const spoilt = asFacts({ ...sampleProfile, companyName: { planted: 'Planted Name' } });
    try {
      await assert.rejects(press.press(spoilt), (error: Error) => !error.message.includes('Planted'));
      assert.ok((await press.press(sampleProfile)).length > 0, 'the next one comes');
    } finally {
      await press.stop();
    }
  });

  it('is refused where 16 wait already', async () => {
    const press = createProfilePress();
    const asked = await Promise.allSettled(Array.from({ length: 18 }, () => press.press(asFacts({}))));
    const reasons = asked.map((one) => (one.status === 'rejected' ? String(one.reason) : ''));
    assert.equal(reasons.filter((reason) => reason.includes('Too many papers')).length, 2);
    await press.stop();
  });
});
