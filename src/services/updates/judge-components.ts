// What is installed of the optional components, against the manifest. Pure.
import type { ListedComponent } from '../install/list-components.js';
import type { UpdateCheck } from './update-check.js';

/** One whose checksum is in no manifest any more. */
export interface OldComponent {
  readonly folder: string;
  /** As its record says; null where that cannot be read. */
  readonly name: string | null;
  readonly version: string | null;
}

export function judgeComponents(
  listed: readonly ListedComponent[],
  old: readonly OldComponent[],
): readonly UpdateCheck[] {
  return [
    ...listed.flatMap((component) => judgeListed(component, old)),
    ...old
      .filter(({ name }) => !listed.some((component) => component.name === name))
      .map(({ name, version, folder }) => leftOver(name, version, folder)),
  ];
}

function judgeListed(component: ListedComponent, old: readonly OldComponent[]): readonly UpdateCheck[] {
  const { name, version, state } = component;
  const before = old.filter((one) => one.name === name);
  const check = toCheck(name);
  const removals = before.map(({ folder }) => `rm -r ${JSON.stringify(folder)}`);
  const had = before.map((one) => one.version ?? 'an unknown version').join(', ');
  if (state === 'unpinned')
    return [
      check(
        'note',
        `${version} is unpinned: nobody has recorded its checksum, and it cannot be installed`,
        null,
      ),
      ...before.map((one) => leftOver(name, one.version, one.folder)),
    ];
  if (state === 'installed')
    return before.length === 0
      ? [check('current', `${version}, as the manifest has it`, null)]
      : [
          check(
            'outdated',
            `${version} is installed, and older ones are still there: ${had}`,
            removals.join('\n'),
          ),
        ];
  if (before.length === 0) return [];
  return state === 'available'
    ? [
        check(
          'outdated',
          `${had} is installed, and the manifest has ${version}`,
          [`pymcp install ${name}`, ...removals].join('\n'),
        ),
      ]
    : before.map((one) => leftOver(name, one.version, one.folder));
}

function leftOver(name: string | null, version: string | null, folder: string): UpdateCheck {
  return toCheck(name ?? 'unknown')(
    'outdated',
    `${version ?? 'an unknown version'} in ${folder} is in no manifest any more: nobody looks for flaws of it`,
    `rm -r ${JSON.stringify(folder)}`,
  );
}

const toCheck =
  (component: string) =>
  (state: UpdateCheck['state'], detail: string, fix: string | null): UpdateCheck => ({
    ...{ name: 'component', state, detail: `${component} ${detail}`, fix },
  });
