// Writes a run of the benchmarks into the documentation: the tables between two marks of docs/benchmarks.md, and a plot.
//   node dist-test/scripts/render-benchmarks.js REPORT.json     (made by `pymcp bench --json`)
import { readFileSync, writeFileSync } from 'node:fs';
import { renderMarkdown } from '../bench/render/markdown.js';
import { renderSvg } from '../bench/render/svg.js';
import { replaceBetweenMarks } from '../bench/render/replace-between-marks.js';
import type { Report } from '../bench/report.js';

const page = 'docs/benchmarks.md';
const plot = 'docs/benchmarks.svg';
const marks = { begin: '<!-- results: begin -->', end: '<!-- results: end -->' };

const path = process.argv[2];
if (path === undefined) throw new Error('name a report, made by `pymcp bench --json`');
const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
writeFileSync(plot, renderSvg(report));
const results = `![The medians of this run as bars](benchmarks.svg)\n\n${renderMarkdown(report)}`;
writeFileSync(page, replaceBetweenMarks(readFileSync(page, 'utf8'), marks, results));
process.stdout.write(`${page} and ${plot} show ${path} now\n`);
