// Where a run was made and what held our sandboxes: a few lines without which no figure says anything. Pure.
import type { Report } from '../report.js';

export function describeRun({ machine, options, held }: Report): string[] {
  return [
    `${machine.date} · ${machine.processors} · Linux ${machine.kernel} · load ${machine.loadBefore.toFixed(2)} before`,
    `Node.js ${machine.node} · Python ${machine.python} · bubblewrap ${machine.bubblewrap} · isolated-pymcp ${machine.version}`,
    `${options.rounds} rounds, ${options.pauseMs} ms of rest before each start` +
      (options.only.length === 0 ? '' : ` · only ${options.only.join(', ')}`),
    describeHeld(held),
  ];
}

function describeHeld(held: Report['held']): string {
  if ('why' in held) return `ours: no run could be had (${held.why})`;
  const { isolation, limits } = held;
  const levels = Object.entries(limits).map(([name, level]) => `${name} ${level.level}`);
  return (
    `ours: own ${isolation.namespaces.join(' ')} namespaces; seccomp ${isolation.seccompInstructions} instructions, ` +
    `Landlock ABI ${isolation.landlockAbi}, user id ${isolation.hostUid} outside; ${levels.join(', ')}`
  );
}
