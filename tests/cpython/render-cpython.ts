// docs/cpython.md, out of what is published: a row for each module, a section for each reason.
import { comparedModules } from './modules.js';
import type { Published, PublishedGroup } from './published.js';

export function renderCpython(published: Published): string {
  const differing = published.groups.flatMap(({ tests }) => Object.keys(tests));
  const mayDiffer = published.groups.flatMap(({ needs, tests }) =>
    needs === undefined ? [] : Object.keys(tests),
  );
  const unstable = published.unstable.flatMap(({ tests }) => tests);
  const count = (names: readonly string[], module: string): number =>
    names.filter((name) => name.startsWith(`${module}.`)).length;
  const rows = comparedModules.map(({ name, isQuick }) => {
    const cells = [
      `\`${name}\``,
      published.modules[name] ?? 0,
      count(differing, name),
      count(unstable, name),
    ];
    return `| ${[...cells, isQuick ? 'yes' : ''].join(' | ')} |`;
  });
  const all = comparedModules.reduce((sum, { name }) => sum + (published.modules[name] ?? 0), 0);
  return [
    '<!-- Written by `make python-docs` from tests/cpython/differences.json: change that file. -->',
    '',
    "# CPython's own tests, inside and outside",
    '',
    `${all} tests of CPython ${published.python}, written by those who write Python, are run in a sandbox and in plain Python as a user`,
    `without rights, and compared one by one: ${all - differing.length - unstable.length} end in the same way, ${differing.length} do not, for the reasons below, ${mayDiffer.length} of them on some machines only. \`make python-tests\` runs`,
    'them, as root and as an ordinary user, and fails where a test differs that is not listed here, or is listed and does not differ.',
    '',
    'The sandbox is an ordinary one with the limits raised: memory, processes, descriptors, scratch space and time. Of what the tests may be asked for',
    'neither side is asked for: the network of others, gigabytes of disk, sound and a screen. Both sides run `python3 -I -B` and may open',
    '1,024 descriptors. A test counts by how it ends: `ok`, `skip`, `fail`, `error`.',
    '',
    '| module | tests | differ | unstable | in `make test` |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '## Why they differ',
    '',
    ...published.groups.flatMap(renderGroup),
    ...(unstable.length === 0 ? [] : renderUnstable(published)),
  ].join('\n');
}

function renderGroup({ reason, needs, tests }: PublishedGroup): string[] {
  const classes = new Map<string, string[]>();
  for (const [test, how] of Object.entries(tests)) {
    const parts = test.split('.');
    const key = `\`${parts.slice(1, -1).join('.')}\`, ${how}`;
    classes.set(key, [...(classes.get(key) ?? []), parts.at(-1) ?? '']);
  }
  const lines = [...classes].map(([key, names]) => `- ${key}: ${sayNames(names)}`);
  const where = needs === undefined ? '' : ` Where there is ${needs}; elsewhere both sides end alike.`;
  return [reason + where, '', ...lines, ''];
}

const mostNamed = 4;

function sayNames(names: readonly string[]): string {
  return names.length > mostNamed ? `${names.length} tests` : names.map((name) => `\`${name}\``).join(', ');
}

function renderUnstable({ unstable }: Published): string[] {
  return [
    '## Unstable outside too',
    '',
    'These end now in one way and now in another, in plain Python as well. Both ends are accepted, on both sides.',
    '',
    ...unstable.flatMap(({ reason, ends, tests }) => [
      `${reason} (${ends.join(', ')})`,
      '',
      ...tests.map((test) => `- \`${test}\``),
      '',
    ]),
  ];
}
