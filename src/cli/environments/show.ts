// `pymcp env show NAME`.
import type { EnvironmentRecord } from '../../core/environment-record.js';
import { parseEnvironmentName } from '../../core/names.js';
import { toShownPath } from '../../core/shown-path.js';
import { openEnvironmentStore } from '../../execution/environments/environment-store.js';
import { renderTable } from '../render-table.js';

interface JsonOption {
  readonly json?: true;
}

export function showCommand(text: string, { json }: JsonOption): void {
  const { record, folder } = openEnvironmentStore().find(parseEnvironmentName(text));
  process.stdout.write(json === true ? `${JSON.stringify({ ...record, folder })}\n` : render(record, folder));
}

function render(record: EnvironmentRecord, folder: string): string {
  const about = [
    ['name', record.name],
    ['python', `${record.pythonVersion}, ${record.python}`],
    ['preload', record.preload.length === 0 ? 'nothing' : record.preload.join(', ')],
    ['index', record.index],
    ['made', record.created],
    ['content', record.content],
    ['folder', `${folder} (modules alone: scripts, headers and data files of packages are left out)`],
  ];
  const packages = record.packages.map(({ name, version, kind, sha256 }) => [
    `${name}==${version}`,
    kind === 'wheel' ? 'wheel' : 'built here',
    `sha256:${sha256}`,
  ]);
  const shown = renderTable([...about, ['packages', String(packages.length)]]);
  return `${shown}${packages.length === 0 ? '' : renderTable(packages.map((row) => row.map(toShownPath)))}`;
}
