// What was found by `make ablation`, as the tables of docs/ablation.md. Pure.
import type { Attack } from '../../src/verify/attack.js';
import type { Control } from '../../tests/ablation/controls.js';
import type { Notice } from '../../tests/ablation/notice.js';
import { switches } from '../../tests/ablation/switches.js';
import { withoutControl } from '../../tests/ablation/without-control.js';

export function renderAblation(
  attacks: readonly Attack[],
  controls: readonly Control[],
  notices: readonly Notice[],
): string {
  const rows = switches.flatMap(({ name, what }) => {
    const notice = notices.find((one) => one.name === name);
    return notice === undefined ? [] : [`| ${name} | ${what} | ${byWhom(notice)} |`];
  });
  const unseen = switches.flatMap((one) =>
    one.unseen === undefined ? [] : [`| ${one.name} | ${one.what} | ${one.unseen} |`],
  );
  return [
    '### Dropped, one at a time',
    '',
    '| dropped | what is missing | noticed by |',
    '|---|---|---|',
    ...rows,
    '',
    '### Noticed by nobody',
    '',
    '| dropped | what is missing | why |',
    '|---|---|---|',
    ...unseen,
    '',
    '### Controls',
    '',
    '| attack | dropped together | seen |',
    '|---|---|---|',
    ...attacks.flatMap((attack) => controlRow(attack, controls)),
    '',
    '### Without a control',
    '',
    '| attack | why |',
    '|---|---|',
    ...Object.entries(withoutControl).map(([name, why]) => `| ${name} | ${why} |`),
  ].join('\n');
}

function byWhom({ birth, state, attacks }: Notice): string {
  return [
    ...(birth === null ? [] : [`*birth: ${birth}*`]),
    ...state.map((name) => `*${name}*`),
    ...attacks,
  ].join(', ');
}

function controlRow({ name, header }: Attack, controls: readonly Control[]): readonly string[] {
  const proof = controls.find((one) => one.name === name)?.proof;
  return proof === undefined || proof === null
    ? []
    : [`| ${name} | ${header.stoppedBy.join(', ')} | ${kindOf(proof)} |`];
}

/** Without what differs from one measurement to the next. */
function kindOf(proof: string): string {
  if (proof.startsWith('BROKE')) return 'it got what it was after';
  if (proof.startsWith('the planted secret')) return 'the secret was in the result';
  if (proof.startsWith('the gateway')) return 'the gateway failed';
  if (proof.startsWith('no result') || proof.startsWith('it ended as')) return 'nobody stopped it';
  if (proof.includes('more than before') || proof.endsWith('is left')) return 'something was left';
  return 'the oracle saw it';
}
