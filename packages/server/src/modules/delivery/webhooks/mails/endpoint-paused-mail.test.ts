import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RenderedContent } from '../../mail/index.ts';
import { renderEndpointPausedMail } from './endpoint-paused-mail.ts';

const at = new Date('2026-12-22T17:05:00Z');
const hostile = `Evil\r\nBcc: all@victim.example\u2028\u202E <b>x</b> <img src=x onerror=alert(1)>`;

function renderFor(name: string): RenderedContent {
  return renderEndpointPausedMail({
    operatorName: name,
    organizationName: name,
    endpointId: 'wh_1',
    host: name,
    failures: 20,
    failingSince: at,
    pausedAt: at,
  });
}

const skeleton = (html: string) => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, ''));

describe('the mail about a paused endpoint', () => {
  it('names the call to make, and holds no link, picture or other address', () => {
    const mail = renderFor('Krüger & Söhne');
    assert.ok(mail.text.includes('PATCH /v1/webhooks/wh_1 '));
    assert.doesNotMatch(mail.html, /<img|href=|url\(/);
  });

  it('never lets words from elsewhere become markup, a header or a line of their own', () => {
    const mail = renderFor(hostile);
    assert.deepEqual(skeleton(mail.html), skeleton(renderFor('x').html));
    assert.doesNotMatch(mail.subject, /[\p{Cc}\u2028\u202E]/u);
    assert.ok([...mail.subject].length <= 180);
    assert.ok(!mail.text.split('\n').some((line) => line.startsWith('Bcc:')));
    assert.equal(mail.text.split('\n').filter((line) => line === '-- ').length, 1);
  });
});
