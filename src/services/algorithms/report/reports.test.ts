import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { measurePng } from '../../../core/measure-png.js';
import { hostile, hostileAnalysis, toAnalysis, toMeasured, twoSolvers } from './analysis.test-support.js';
import { renderHtml } from './render-html.js';
import { renderMarkdown } from './render-markdown.js';
import { renderPlotPngs } from './render-plot-pngs.js';
import { renderPlots } from './render-plots.js';

/** Every tag as written, and all text between them. */
function takeApart(markup: string): { readonly tags: readonly string[]; readonly texts: readonly string[] } {
  const parts = markup.split(/(<[^<>]*>)/);
  return {
    tags: parts.filter((part) => part.startsWith('<')),
    texts: parts.filter((part) => !part.startsWith('<')),
  };
}

/** Those that open one and close it again, in order. */
function assertBalanced(tags: readonly string[]): void {
  const open: string[] = [];
  const alone = new Set(['meta', '!doctype', 'rect']);
  for (const tag of tags) {
    const [, close = '', name = ''] = /^<(\/?)([a-z0-9!]+)/i.exec(tag) ?? [];
    if (alone.has(name) || tag.endsWith('/>')) continue;
    if (close === '/') assert.equal(open.pop(), name, tag);
    else open.push(name);
  }
  assert.deepEqual(open, []);
}

const pageTags = new Set(
  '!doctype html head meta title style body main h1 h2 h3 p ul li div table caption thead tbody tr th td span code pre strong section details summary figure svg g path rect text'.split(
    ' ',
  ),
);

function assertHarmless(markup: string): void {
  const { tags, texts } = takeApart(markup);
  assertBalanced(tags);
  for (const tag of tags) {
    const name = /^<\/?([a-z0-9!]+)/i.exec(tag)?.[1] ?? tag;
    assert.ok(pageTags.has(name), tag);
    assert.doesNotMatch(tag.replaceAll(/"[^"]*"/g, '""'), /\s(?:on\w+|href|src|style|xlink:\w+)\s*=/i);
  }
  assert.ok(!texts.some((text) => /[<>]/.test(text)));
  const unseen = Array.from(markup).filter(
    (letter) => /[\p{Cc}\p{Cf}\p{Cs}]/u.test(letter) && letter !== '\n',
  );
  assert.deepEqual(unseen, []);
}

describe('the page of an analysis', () => {
  it('has no script, loads nothing and stays a page whatever the guest has named', () => {
    const html = renderHtml(hostileAnalysis());
    assertHarmless(html.replace(/<style>[^<]*<\/style>/, ''));
    assert.ok(html.includes('&lt;script&gt;alert(1)'));
  });

  it('would let nothing run or load even if a name were not escaped', () => {
    const html = renderHtml(twoSolvers());
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const style = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    assert.equal(
      policy,
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<style>'));
    assert.doesNotMatch(html, /https?:\/\//);
    assert.doesNotMatch(style, /url\(|@import/);
  });

  it('has a chart of the comparison with where another is faster, and six of each function', () => {
    const html = renderHtml(twoSolvers());
    assert.equal(html.match(/<figure/g)?.length, 1 + 2 * 6);
    assert.match(html, />linear from \d+</);
    assert.match(html, /squared is faster up to about \d+, from there linear/);
    assert.doesNotMatch(html, /NaN|Infinity|undefined/);
  });

  it('says under what it was measured, and how to repeat it', () => {
    const html = renderHtml(twoSolvers());
    for (const words of ['CPython 3.11.2', '0.50 before and 0.75 after', 'pymcp analyze sample --budget 18'])
      assert.ok(html.includes(words), words);
  });

  it('is a page for what could not be loaded, and for what was measured at one size', () => {
    const nothing = { ...toAnalysis([]), notLoaded: 'SyntaxError' };
    assert.match(renderHtml(nothing), /sample could not be loaded: SyntaxError/);
    const whole = toMeasured({}, (n) => n);
    const once = toAnalysis([{ ...whole, samples: whole.samples.slice(0, 1) }]);
    assert.match(renderHtml(once), /cannot tell/);
    assert.deepEqual(renderPlots(once), []);
  });

  it('shows what checks have found, each state by a sign too', () => {
    const states = ['ok', 'warning', 'failed', 'unknown'] as const;
    const checks = states.map((state) => ({ name: `check ${state}`, state, detail: `because ${state}` }));
    const html = renderHtml(toAnalysis([toMeasured({}, (n) => n)], checks));
    for (const [state, sign] of Object.entries({ ok: '✓', warning: '!', failed: '✗', unknown: '?' }))
      assert.ok(html.includes(`<span class="${state}">${sign} ${state}</span>`), state);
  });
});

describe('the Markdown of an analysis', () => {
  it('has no HTML, link, image or cell of the guest', () => {
    const markdown = renderMarkdown(hostileAnalysis());
    assert.doesNotMatch(markdown, /<|(?<!\\)\]\(|(?<!\\)!\[|https?:\/\/|www\./);
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
    const widths = rows.map((row) => row.match(/(?<!\\)\|/g)?.length);
    assert.deepEqual([...new Set(widths)].sort(), [10, 3, 4]);
    // eslint-disable-next-line no-control-regex -- what must not be there
    assert.doesNotMatch(markdown, /[\u0000\u001b\u202e]/);
  });

  it('names functions as code, with their classes, and who is faster where', () => {
    const markdown = renderMarkdown(twoSolvers());
    assert.match(markdown, /\| `squared` \| `any` \| O\(n²\) \| O\(n\^2\) \|/);
    assert.match(markdown, /- `squared` is faster up to about \d+, from there `linear`/);
    assert.match(markdown, /^ {4}pymcp analyze sample --budget 18$/m);
  });
});

describe('the plots of an analysis', () => {
  it('are files for themselves with names that any folder takes', () => {
    const plots = renderPlots(hostileAnalysis());
    assert.equal(new Set(plots.map(({ name }) => name)).size, plots.length);
    for (const { name, svg } of plots) {
      assert.match(name, /^\d\d-[a-z0-9-]{1,80}$/);
      assertHarmless(svg.replace(/<style>[^<]*<\/style>/, ''));
      assert.ok(!svg.includes(hostile));
    }
  });

  it('come first the comparison, then each function', () => {
    const names = renderPlots(twoSolvers()).map(({ name }) => name);
    assert.deepEqual(names, ['01-comparison-sum-any', '02-squared-any', '03-linear-any']);
  });

  it('are drawn as PNG without a browser, with letters in them', async () => {
    const [drawn] = await renderPlotPngs(twoSolvers(), (name) => name.startsWith('01'));
    const png = Buffer.from(drawn?.png ?? []);
    assert.deepEqual(measurePng(png), { width: 1040, height: 520 });
    const analysis = twoSolvers();
    const nameless = {
      ...analysis,
      comparisons: analysis.comparisons.map((one) => ({ ...one, problem: '' })),
    };
    const [without] = await renderPlotPngs(nameless, (_, at) => at === 0);
    assert.notDeepEqual(Buffer.from(without?.png ?? []), png);
  });

  it('of hostile names are drawn too', async () => {
    const drawn = await renderPlotPngs(hostileAnalysis());
    assert.equal(drawn.length, renderPlots(hostileAnalysis()).length);
  });
});
