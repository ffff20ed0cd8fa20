// The list of components, for a person.
import type { ListedComponent } from '../services/install/list-components.js';
import { renderTable } from './render-table.js';

export function renderComponents(components: readonly ListedComponent[]): string {
  return renderTable([
    ['NAME', 'VERSION', 'STATE', 'SIZE', 'LICENCE', 'WHAT'],
    ...components.map(({ name, version, state, bytes, licence, summary }) => [
      name,
      version,
      state,
      bytes === null ? '-' : `${(bytes / 1_000_000).toFixed(1)} MB`,
      licence,
      summary,
    ]),
  ]);
}
