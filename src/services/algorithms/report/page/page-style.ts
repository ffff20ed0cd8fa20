// The style of a report's page: light or dark as its reader has it, one column where it is narrow, and paper where it is printed. Pure.
import {
  chartRules,
  darkPalette,
  declareVariables,
  lightPalette,
  paletteOfVariables,
} from '../chart/palette.js';

export const pageStyle = [
  `:root{color-scheme:light dark;${declareVariables(lightPalette)}}`,
  `@media (prefers-color-scheme:dark){:root{${declareVariables(darkPalette)}}}`,
  `@media print{:root{${declareVariables(lightPalette)}}details>*{display:block}}`,
  chartRules(paletteOfVariables(lightPalette)),
  `
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"DejaVu Sans",sans-serif}
main{max-width:1180px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:40px 0 8px;overflow-wrap:anywhere}
h3{font-size:1rem;margin:0;display:inline;overflow-wrap:anywhere}
p{margin:4px 0 12px;max-width:75ch}
.faint{color:var(--faint)}
.wide{overflow-x:auto;margin:8px 0 16px}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid var(--grid);vertical-align:top}
th{color:var(--faint);font-weight:600}
th,td{white-space:nowrap}
td.long{white-space:normal;min-width:16rem}
td.number,th.number{text-align:right}
caption{text-align:left}
code,pre{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.9em}
pre{background:var(--panel);padding:10px 12px;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:4px}
ul{margin:4px 0 12px;padding-left:20px}
li{overflow-wrap:anywhere}
.ok{color:var(--good)}.warning{color:var(--warning)}.failed{color:var(--bad)}.unknown{color:var(--faint)}
.ok,.warning,.failed,.unknown{font-weight:600}
.trouble{border-left:4px solid var(--bad);background:var(--panel);padding:8px 14px;margin:12px 0}
details{border-top:1px solid var(--grid);padding:12px 0}
summary{cursor:pointer}
summary:focus-visible,a:focus-visible{outline:2px solid var(--hue-0);outline-offset:2px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,360px),1fr));gap:16px;margin:12px 0}
figure{margin:0;background:var(--paper);border:1px solid var(--grid);border-radius:4px}
svg{display:block;width:100%;height:auto;font-family:system-ui,"DejaVu Sans",sans-serif}
figure.broad{overflow-x:auto}
figure.broad svg{min-width:680px}
.bar{display:block;height:.7rem;width:100%;min-width:120px}
@media print{details{break-inside:avoid}}
`,
].join('');
