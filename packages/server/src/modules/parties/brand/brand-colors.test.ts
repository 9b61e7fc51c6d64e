import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { brandColors, judgeColor, PAGE_COLORS } from './brand-colors.ts';
import { readStylesheet, stylesheetPath } from './brand-stylesheet.ts';
import { contrast, rgbOf } from './contrast.ts';

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const between = (one: string, other: string): number => contrast(rgbOf(one), rgbOf(other));

test('contrast is measured as WCAG does', () => {
  assert.equal(between('#000000', '#ffffff'), 21);
  assert.equal(between('#777777', '#777777'), 1);
  // The examples that everybody cites: the lightest grey with 4.5 on white, and the one after it.
  assert.ok(between('#767676', '#ffffff') >= 4.5);
  assert.ok(between('#777777', '#ffffff') < 4.5);
});

test('a colour that is too dark or too light for one of the pages is refused with a shade that is not', () => {
  assert.deepEqual(
    ['#1f6fb5', '#000000', '#ffffff', '#ffcc00', '#00205b'].map((one) => judgeColor(one).isUsable),
    [true, false, false, false, false],
  );
  fc.assert(fc.property(color, (one) => judgeColor(judgeColor(one).suggestion).isUsable));
});

test('whatever colour is taken, everything drawn in it can be seen and read', () => {
  fc.assert(
    fc.property(color, (wish) => {
      const colors = brandColors(judgeColor(wish).suggestion);
      for (const fill of [colors.control, colors.controlStrong])
        assert.ok(between(colors.onControl, fill) >= 4.5, `${colors.onControl} on ${fill}`);
      for (const look of ['light', 'dark'] as const) {
        const { accent, accentStrong, soft } = colors[look];
        const backgrounds = [...Object.values(PAGE_COLORS[look]), soft];
        for (const text of [accent, accentStrong])
          for (const background of backgrounds) assert.ok(between(text, background) >= 4.5, `${text} on ${background}`);
        for (const background of Object.values(PAGE_COLORS[look])) assert.ok(between(colors.control, background) >= 3);
      }
    }),
  );
});

test('the pages have the colours against which brands are measured', () => {
  const css = readFileSync(new URL('../../../../../portal/dist/portal.css', import.meta.url), 'utf8');
  const values = (name: string): string[] =>
    [...css.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, 'g'))].map(([, value]) => value ?? '');
  for (const part of ['page', 'surface'] as const)
    assert.deepEqual(values(part).slice(0, 2), [PAGE_COLORS.light[part], PAGE_COLORS.dark[part]]);
});

test('a stylesheet stands at its own address only', () => {
  const path = stylesheetPath('#1f6fb5');
  assert.match(path, /^\/assets\/brand\/1f6fb5-[0-9a-f]{16}\.css$/);
  assert.match(readStylesheet(path) ?? '', /--control:#1f6fb5/);
  for (const other of [path.replace('1f6fb5', '1f6fb6'), path.replace(/-./, '-x'), stylesheetPath('#000000'), '/'])
    assert.equal(readStylesheet(other), undefined, other);
});
