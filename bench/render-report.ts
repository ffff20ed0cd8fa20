// A report as text. Pure.
import { baseline, type ColdRunReport } from './cold-run.js';

export function renderReport(report: ColdRunReport): string {
  const { machine, latencies, runsPerSecond, isolation, limits, options } = report;
  const reference = latencies[baseline]?.p50 ?? Number.NaN;
  const times = Object.entries(latencies).map(([name, { rounds, p50, p95, min }]) =>
    toRow([name, ms(p50), ms(p95), ms(min), (p50 / reference).toFixed(2), String(rounds)]),
  );
  const rates = Object.entries(runsPerSecond).map(([name, { p50 }]) => toRow([name, `${p50.toFixed(0)} /s`]));
  const held = Object.entries(limits).map(([name, level]) => `${name} ${level.level}`);
  return [
    `${machine.date} · ${machine.processors} · Linux ${machine.kernel} · load ${machine.loadBefore.toFixed(2)}`,
    `Node.js ${machine.node} · Python ${machine.python} · bubblewrap ${machine.bubblewrap}`,
    `ours: own ${isolation.namespaces.join(' ')}; seccomp ${isolation.seccompInstructions} instructions, ` +
      `Landlock ABI ${isolation.landlockAbi}, user id ${isolation.hostUid} outside; ${held.join(', ')}`,
    `template start ${ms(report.templateStartMs)} ms · pause before each start ${options.pauseMs} ms`,
    '',
    toRow(['', 'p50 ms', 'p95 ms', 'min ms', 'ratio', 'rounds']),
    ...times,
    '',
    ...rates,
    '',
  ].join('\n');
}

const nameWidth = 34;
const figureWidth = 9;

function toRow([name = '', ...figures]: readonly string[]): string {
  return name.padEnd(nameWidth) + figures.map((figure) => figure.padStart(figureWidth)).join('');
}

function ms(value: number): string {
  return value.toFixed(1);
}
