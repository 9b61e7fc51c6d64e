import type { Page } from 'playwright-core';

/** What is asked of a page in the browser, as scripts: each gives a list of what is wrong, or one fact. */

/** Pixels by which the page can be scrolled sideways. */
export const sidewaysOverflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

const describe = `const describe = (element) => element.outerHTML.slice(0, 90);
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.visually-hidden');`;

/** Text that does not fit where it stands. A file field shortens its own words. */
export const cutOffTexts = `(() => { ${describe}
  return [...document.querySelectorAll('body *')]
    .filter((element) => isShown(element) && !element.matches('svg, svg *, input[type=file]'))
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .filter((element) => {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const isClipped = style.overflow !== 'visible' &&
        (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
      return isClipped || box.left < -1 || box.right > innerWidth + 1;
    }).map(describe); })()`;

/** Controls under 44 pixels, and other targets under 24 (WCAG 2.5.8); links within a sentence may be as small as its words. */
export const smallTargets = `(() => { ${describe}
  const isWithinText = (element) => element.matches('p a, li a') &&
    element.parentElement.textContent.trim().length > element.textContent.trim().length;
  return [...document.querySelectorAll('a, button, summary, select, textarea, input, .choice, .button, .camera')]
    .filter((element) => isShown(element) && !element.matches('.choice input, input[type=hidden], .skip-link'))
    .filter((element) => !isWithinText(element))
    .filter((element) => {
      const least = element.matches('.error-summary a') ? 24 : 44;
      const { width, height } = element.getBoundingClientRect();
      return width < least || height < least;
    })
    .map((element) => describe(element) + ' ' + Math.round(element.getBoundingClientRect().height)); })()`;

/** Everything that moves, or would on the next change. */
export const motions = `(() => { ${describe}
  const moves = (element, part) => {
    const { transitionDuration, animationName } = getComputedStyle(element, part);
    return animationName !== 'none' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
  };
  return [...document.querySelectorAll('*')]
    .filter((element) => [undefined, '::before', '::after'].some((part) => moves(element, part))).map(describe); })()`;

/** Controls whose edge cannot be seen. */
export const borderlessControls = `(() => { ${describe}
  return [...document.querySelectorAll('button, .button, select, textarea, input[type=file], .choice')]
    .filter(isShown)
    .filter((element) => {
      const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
      return borderTopStyle === 'none' || parseFloat(borderTopWidth) === 0 || borderTopColor === backgroundColor;
    }).map(describe); })()`;

/** Of what has the focus: what it is, whether that shows, and whether something lies over it. */
export const focusFacts = `(() => {
  const element = document.activeElement;
  const marked = element.closest('.choice, .camera') ?? element;
  const isOutlined = (one) => getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
  const box = marked.getBoundingClientRect();
  const middle = (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2;
  const top = document.elementFromPoint(box.left + Math.min(box.width, 20) / 2, middle);
  return {
    name: element === document.body ? 'body' : element.outerHTML.slice(0, 90),
    isMarked: isOutlined(element) || isOutlined(marked),
    isOnTop: top !== null && (marked.contains(top) || top.contains(marked)),
  };
})()`;

/** What the ring around the words that have the focus would touch. */
export const crowdedRings = `(() => { ${describe}
  const words = document.querySelector('.field-error:focus');
  if (!words) return [];
  const { outlineWidth, outlineOffset } = getComputedStyle(words);
  const reach = parseFloat(outlineWidth) + parseFloat(outlineOffset);
  const ring = words.getBoundingClientRect();
  return [...document.querySelectorAll('button, .button, input, select, textarea, .hint')].filter(isShown).filter((element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > ring.top - reach && box.top < ring.bottom + reach && box.right > ring.left && box.left < ring.right;
  }).map(describe); })()`;

/** What opens, where a line of it begins before its first one, below its mark. */
export const looseLines = `(() => { ${describe}
  const lines = (summary) => {
    const range = document.createRange();
    range.selectNodeContents(summary);
    return [...range.getClientRects()].filter(({ width }) => width > 1);
  };
  return [...document.querySelectorAll('main summary')].filter(isShown).filter((summary) => {
    const [first, ...others] = lines(summary);
    return others.some(({ left }) => left < first.left - 1);
  }).map(describe); })()`;

/** What Tab stops at, in the order of the page; of a group of radio buttons it is one. What the page opens at has the focus already. */
export const focusables = `[...document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')]
  .filter((element) => element.checkVisibility() && !element.disabled)
  .filter((element, index, all) => element.type !== 'radio' || element.checked ||
    all.find((one) => one.name === element.name) === element && !document.querySelector('[name="' + element.name + '"]:checked'))
  .filter((element) => !document.querySelector('[autofocus]') ||
    document.querySelector('[autofocus]').compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
  .map((element) => element.outerHTML.slice(0, 90))`;

/** All of it, without scrolling. */
export const isFocusInView = `(() => {
  const { top, bottom } = document.activeElement.getBoundingClientRect();
  return document.activeElement !== document.body && top >= 0 && bottom <= innerHeight;
})()`;

/** WCAG 1.4.12: the reader's own spacing. As a constructed sheet it needs no leave of the policy. */
export const widenText = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }');
  document.adoptedStyleSheets = [sheet];
})()`;

/** A function: the words that can be seen within an element, one by one; those for the ear and of choices not unfolded are none. */
export const visibleWords = `((root) => {
  const words = [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.visually-hidden, option')) continue;
    words.push(...walk.currentNode.data.trim().split(/\\s+/).filter((word) => word !== ''));
  }
  return words; })`;

/** Opens the card of a document, as a visitor does who wants to see what is in it. */
export async function unfold(page: Page, document: string): Promise<void> {
  const fold = page.locator(`[data-document="${document}"] > details`);
  if ((await fold.getAttribute('open')) === null) await fold.locator('> summary').click();
}

/**
 * Words of headings, labels and buttons that stand in two lines, other than at a hyphen or slash, in the names of cards at those too;
 * names are strangers' words, and may be of any length.
 */
export const brokenWords = `(() => { ${describe}
  const places = [...document.querySelectorAll('h1, h2, h3, legend, label, button, .button, summary, dt, .badge, .step-name, .link-alone')];
  const found = new Set();
  for (const place of places.filter(isShown)) {
    const nodes = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      if (!isShown(node.parentElement) || node.parentElement.closest('bdi, .file-name, .code, select')) continue;
      const words = node.parentElement.closest('summary.document-head h2') ? /\\S+/g : /[^\\s\\u00ad\\u2010-\\u2015/-]+/g;
      for (const { 0: word, index } of node.data.matchAll(words)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const tops = [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top));
        if (new Set(tops).size > 1) found.add(word);
      }
    }
  }
  return [...found]; })()`;
