import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderMarkdown } from './markdown.js';
import { replaceBetweenMarks } from './replace-between-marks.js';
import { sampleReport } from './report.test-support.js';
import { renderSvg } from './svg.js';
import { renderText } from './text.js';

/** In whatever form, nothing is left out. */
function assertTellsAll(text: string): void {
  for (const words of [
    'missed',
    'not installed',
    'no luck',
    'nothing to look at',
    'not measured',
    'no jail',
  ]) {
    assert.ok(text.toLowerCase().includes(words), words);
  }
}

describe('the table in the terminal', () => {
  it('tells what was missed, what is not there and what failed', () => {
    assertTellsAll(renderText(sampleReport));
  });

  it('has the target beside its figure', () => {
    assert.match(
      renderText(sampleReport),
      /^ {2}pool +8\.50 ms +9\.00 +8\.00 +0\.76 +40 {3}≤ 0\.5 × plain Python: 0\.76, MISSED$/m,
    );
  });
});

describe('the tables of the documentation', () => {
  it('tell what was missed, what is not there and what failed', () => {
    assertTellsAll(renderMarkdown(sampleReport));
  });

  it('are not broken by what stands in a cell', () => {
    assert.match(renderMarkdown(sampleReport), /^\| other \\\| one \|/m);
  });

  it('go between the marks of the page, as often as one likes', () => {
    const marks = { begin: '<a>', end: '<b>' };
    const once = replaceBetweenMarks('x <a> old <b> y', marks, 'new');
    assert.equal(once, 'x <a>\n\nnew\n\n<b> y');
    assert.equal(replaceBetweenMarks(once, marks, 'new'), once);
    assert.throws(() => replaceBetweenMarks('no marks', marks, 'new'), /no single part/);
    assert.throws(() => replaceBetweenMarks('<a> <b> <a> <b>', marks, 'new'), /no single part/);
  });
});

describe('the plot', () => {
  const svg = renderSvg(sampleReport);

  it('has a bar for each figure, as long as it is large', () => {
    const widths = [...svg.matchAll(/class="(ours|baseline)" .*?width="([\d.]+)"/g)].map(
      ([, side, width]) => [side, Number(width)],
    );
    assert.deepEqual(widths, [
      ['baseline', 350],
      ['ours', 267.5],
    ]);
  });

  it('measures bars by those of their own unit', () => {
    const scenarios = sampleReport.scenarios.map((scenario) =>
      scenario.kind === 'measured'
        ? {
            ...scenario,
            rows: scenario.rows.map((row, at) => (at === 0 ? { ...row, unit: '/s' as const } : row)),
          }
        : scenario,
    );
    const bars = renderSvg({ ...sampleReport, scenarios }).matchAll(
      /class="(?:ours|baseline)" .*?width="([\d.]+)"/g,
    );
    assert.deepEqual(
      [...bars].map(([, width]) => Number(width)),
      [350, 350],
    );
  });

  it('fetches nothing, runs nothing and is read in light and dark', () => {
    assert.doesNotMatch(svg, /<script|<image|url\(|@import|href=/);
    assert.match(svg, /prefers-color-scheme: dark/);
    assert.match(svg, /plain &lt;python&gt;/);
  });
});
