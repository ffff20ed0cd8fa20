// The report as one HTML file that needs nothing else: no script, no address, every word of an attack escaped. Pure.
import type { Comparison, OutsideVerdict } from './compare-outside.js';
import { claimOf } from '../core/promises.js';
import { layers } from './layers.js';
import {
  type AttackVerdict,
  type JudgedAttack,
  listUntried,
  type PromiseRow,
  type PromiseVerdict,
} from './tally-promises.js';
import type { VerifyReport } from './verify-report.js';

const style = `
:root { color-scheme: light dark; --held: #1a7f37; --broke: #cf222e; --weak: #9a6700; --line: #8884; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; }
tr { border-bottom: 1px solid var(--line); } code { font-size: .9em; overflow-wrap: anywhere; }
.held { color: var(--held); } .broke { color: var(--broke); font-weight: 600; } .weak { color: var(--weak); }
@media (prefers-color-scheme: dark) { :root { --held: #4ac26b; --broke: #ff7b72; --weak: #d4a72c; } }
small { opacity: .75; } details { margin: .4rem 0; } summary { cursor: pointer; }`;

const verdictClass: Readonly<Record<PromiseVerdict | AttackVerdict | OutsideVerdict, string>> = {
  held: 'held',
  weak: 'weak',
  'not held': 'broke',
  'not enforceable here': 'weak',
  broke: 'broke',
  unenforceable: 'weak',
  unclear: 'weak',
};

export function renderHtml(report: VerifyReport): string {
  const { version, machine, backend, user, startedMs, tookMs, rows, comparison } = report;
  const count = rows.reduce((sum, { attacks }) => sum + attacks.length, 0);
  const held = rows.reduce((sum, row) => sum + row.held, 0);
  const where = `${machine.distribution ?? machine.platform}, Linux ${machine.kernel}, ${machine.architecture}, ${user}, ${backend}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>pymcp verify</title>
<style>${style}
</style>
</head>
<body>
<h1>pymcp verify: ${held} of ${count} attacks held</h1>
<p>isolated-pymcp ${escape(version)} on ${escape(where)}; ${escape(new Date(startedMs).toISOString())}, ${Math.round(tookMs / 1000)} s.</p>
<table>
<tr><th>promise</th><th>verdict</th><th>attacks held</th><th>what is missing here</th></tr>
${rows.map(toPromiseRow).join('\n')}
</table>
<p>${toUntried(rows)}</p>
${comparison === null ? '' : toComparison(comparison, rows)}
${rows.map(toSection).join('\n')}
</body>
</html>
`;
}

function toPromiseRow({ promise, verdict, held, attacks, gaps }: PromiseRow): string {
  const missing = gaps
    .map(
      ({ what, why, fix }) =>
        `${escape(what)}: ${escape(why)}${fix === null ? '' : `<br><code>${escape(fix)}</code>`}`,
    )
    .join('<br>');
  return `<tr><td><code>${promise}</code></td><td class="${verdictClass[verdict]}">${verdict}</td><td>${held} of ${attacks.length}</td><td>${missing}</td></tr>`;
}

/** Nobody should take them for held. */
function toUntried(rows: readonly PromiseRow[]): string {
  const ids = listUntried(rows).map((id) => `<code>${id}</code>`);
  return ids.length === 0 ? '' : `Not attacked here, proved by tests: ${ids.join(', ')}.`;
}

function toComparison(comparison: Comparison, rows: readonly PromiseRow[]): string {
  const judged = new Map(
    rows.flatMap(({ attacks }) => attacks.map((one) => [one.attack.name, one] as const)),
  );
  const cell = (verdict: OutsideVerdict | AttackVerdict | null): string =>
    verdict === null ? '<td>not installed</td>' : `<td class="${verdictClass[verdict]}">${verdict}</td>`;
  const lines = comparison.map(({ name, plainPython, oneBubblewrap }) => {
    const here = judged.get(name);
    return `<tr><td><code>${escape(name)}</code><br><small>${escape(here?.attack.header.title ?? '')}</small></td>${cell(plainPython)}${cell(oneBubblewrap)}${cell(here?.verdict ?? null)}</tr>`;
  });
  return `<h2>Side by side</h2>
<p>Attacks that are harmless anywhere: plain Python, one bubblewrap with a read-only root and every namespace unshared, and this jail.</p>
<table>
<tr><th>attack</th><th>plain Python</th><th>one bwrap</th><th>this jail</th></tr>
${lines.join('\n')}
</table>`;
}

function toSection({ promise, attacks }: PromiseRow): string {
  return `<h2><code>${promise}</code></h2>
<p>${escape(claimOf(promise))}.</p>
<table>
<tr><th>attack</th><th>verdict</th><th>how it ended</th><th>stopped by any of</th></tr>
${attacks.map(toAttackRow).join('\n')}
</table>`;
}

function toAttackRow({ attack, result, verdict }: JudgedAttack): string {
  const names = attack.header.stoppedBy.map(
    (name) => `<span title="${escape(layers[name].what)}">${name}</span>`,
  );
  const words = [...result.problems, ...(result.said === null ? [] : [result.said])].map(escape).join('<br>');
  return `<tr><td><code>${escape(attack.name)}</code><br><small>${escape(attack.header.title)}</small></td><td class="${verdictClass[verdict]}">${verdict}</td><td>${escape(result.outcomes.join(', '))}<br><small>${words}</small></td><td>${names.join(', ')}</td></tr>`;
}

/** Cut first: an attack may have printed a megabyte. */
function escape(text: string): string {
  return text
    .slice(0, 500)
    .replace(/[\p{Cc}\p{Cf}]/gu, '·')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
