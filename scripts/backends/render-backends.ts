// docs/backends/README.md: what each backend can, and how the hostile corpus went with it, out of the abilities in the code and what was
// recorded. Pure.
import { backendNames, namedBackends } from '../../src/core/backend-names.js';
import { abilityNames, abilityWords, whyUnable } from '../../src/sandbox/abilities.js';
import { type BackendRecord, toShortUser } from './backend-record.js';

export const backendsPage = 'docs/backends/README.md';

/** @param attacks names of the whole corpus */
export function renderBackends(records: readonly BackendRecord[], attacks: readonly string[]): string {
  return [
    '<!-- Written by `make backend-docs` from src/sandbox/abilities.ts and docs/backends/results/: change those. -->',
    '',
    '# Backends',
    '',
    'A backend is what a run is held by. Each keeps the same contract ([tests/contract/](../../tests/contract/backend-contract.ts)), and has a page of its own with the same headings:',
    `${backendNames.map((name) => `[${name}](${name}.md)`).join(', ')}. [adding.md](adding.md) leads through adding one, [decision 0021](../decisions/0021-choice-of-a-backend.md) says why they are chosen as they are.`,
    '',
    ...renderChoice(),
    ...renderAbilities(),
    ...renderCorpus(records, attacks),
    ...records.flatMap(renderNotHeld),
    ...renderDifferences(records),
  ].join('\n');
}

function renderChoice(): readonly string[] {
  const unasked = namedBackends.filter((name) => whyUnable(name, 'corpus') === null);
  return [
    '## Which one a run is given',
    '',
    `\`--backend ${['auto', ...namedBackends].join('|')}\`, \`PYMCP_BACKEND\` or \`backend\` in the configuration says it, for \`run\`, \`stdio\`, \`serve\`, \`analyze\`, \`doctor\`, \`verify\` and \`bench\`.`,
    '',
    '- A name is obeyed or refused, never replaced: where that backend cannot what a run asks for, the refusal names those that can.',
    `- \`auto\`, which is the default, takes the strongest of those that can what the run asks for and hold the whole corpus: ${unasked.map((name) => `\`${name}\``).join(', then ')}. Another than the first is`,
    '  taken only where a trial shows that the one before is not to be had on this machine; whatever else fails stays an error.',
    '- `contained` is less than all others, and never taken unasked: it takes `--outer-boundary container`.',
    '',
    'The result of each run says in `isolation` which `backend` it was and for what `reason`; whatever is less than the strongest is said on stderr before anything runs.',
    '`pymcp doctor` has a line for each, `pymcp doctor --backend NAME` tries one, `pymcp verify --backend NAME` attacks it.',
    '',
  ];
}

function renderAbilities(): readonly string[] {
  const notes = backendNames.flatMap((name) =>
    abilityNames.flatMap((ability) => {
      const why = whyUnable(name, ability);
      return why === null ? [] : [`- \`${name}\` does not ${abilityWords[ability]}: ${why}.`];
    }),
  );
  return [
    '## What each can',
    '',
    `| it can | ${backendNames.join(' | ')} |`,
    `|---|${backendNames.map(() => '---|').join('')}`,
    ...abilityNames.map(
      (ability) =>
        `| ${abilityWords[ability]} | ${backendNames.map((name) => (whyUnable(name, ability) === null ? 'yes' : 'no')).join(' | ')} |`,
    ),
    '',
    ...notes,
    '',
  ];
}

function renderCorpus(records: readonly BackendRecord[], attacks: readonly string[]): readonly string[] {
  return [
    '## How the hostile corpus went',
    '',
    `Recorded with \`pymcp verify --backend NAME --json | node dist-test/scripts/record-backend.js\`; the corpus has ${attacks.length} attacks now. Seconds are of a shared machine: no measure of speed.`,
    '',
    '| backend | user | attacks | held | not held | not enforceable there | seconds | machine |',
    '|---|---|---|---|---|---|---|---|',
    ...records.map((record) => {
      const { backend, user, held, broke, unenforceable, seconds, machine } = record;
      const [broken, not] = [broke, unenforceable].map((found) => Object.keys(found).length);
      const where = `${machine.distribution ?? 'Linux'}, Linux ${machine.kernel}, ${machine.architecture}`;
      return `| [${backend}](${backend}.md) | ${user} | ${namesOf(record).length} | ${held.length} | ${broken} | ${not} | ${Math.round(seconds)} | ${where} |`;
    }),
    '',
  ];
}

const namesOf = ({ held, broke, unenforceable }: BackendRecord): readonly string[] => [
  ...held,
  ...Object.keys(broke),
  ...Object.keys(unenforceable),
];

function renderNotHeld({ backend, user, broke, unenforceable }: BackendRecord): readonly string[] {
  const lists = [
    ['Not held', broke],
    ['Not enforceable there', unenforceable],
  ] as const;
  const shown = lists.filter(([, found]) => Object.keys(found).length > 0);
  if (shown.length === 0) return [];
  return [
    `### ${backend} as ${user}`,
    '',
    ...shown.flatMap(([title, found]) => [`${title}:`, '', ...groupByReason(found), '']),
  ];
}

function groupByReason(found: Readonly<Record<string, string>>): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const [name, why] of Object.entries(found))
    groups.set(why, [...(groups.get(why) ?? []), `\`${name}\``]);
  return [...groups].map(([why, names]) => `- ${names.join(', ')}: ${escape(why)}`);
}

/** Words of an attack: text, whatever Markdown would make of them. */
const escape = (text: string): string => `\`${text.replaceAll('`', "'")}\``;

/** Attacks of which backends have different things to say. */
function renderDifferences(records: readonly BackendRecord[]): readonly string[] {
  const names = [...new Set(records.flatMap(namesOf))].sort();
  const differing = names
    .map((name) => ({ name, verdicts: records.map((record) => verdictOf(record, name)) }))
    .filter(({ verdicts }) => new Set(verdicts).size > 1);
  const titles = records.map((record) => `${record.backend}, ${toShortUser(record)}`);
  return [
    '## Where they differ',
    '',
    ...(differing.length === 0
      ? ['Of every attack all of them say the same.']
      : [
          `| attack | ${titles.join(' | ')} |`,
          `|---|${titles.map(() => '---|').join('')}`,
          ...differing.map(({ name, verdicts }) => `| \`${name}\` | ${verdicts.join(' | ')} |`),
        ]),
    '',
  ];
}

function verdictOf({ held, broke, unenforceable }: BackendRecord, name: string): string {
  if (held.includes(name)) return 'held';
  if (name in broke) return 'not held';
  return name in unenforceable ? 'not enforceable' : 'not in it';
}
