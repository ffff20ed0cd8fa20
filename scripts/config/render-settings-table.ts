// The settings as a table of docs/configuration.md, from the rows that the program itself uses.
import { sayFit } from '../../src/config/parse-setting.js';
import { flagOf, type SettingRow, settingRows, variableOf } from '../../src/config/setting-rows.js';

export const settingsPage = 'docs/configuration.md';
export const settingsMarks = { begin: '<!-- settings: begin -->', end: '<!-- settings: end -->' };

export function renderSettingsTable(): string {
  const rows = settingRows.map((row: SettingRow) => [
    `\`${row.key}\``,
    `\`${variableOf(row)}\``,
    `\`${flagOf(row)}\``,
    row.fallback === null ? (row.otherwise ?? 'none') : `\`${String(row.fallback)}\``,
    sayValues(row),
    row.help,
  ]);
  const header = ['in the file', 'variable', 'flag', 'default', 'values', 'is'];
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

function sayValues(row: SettingRow): string {
  if (row.kind.type === 'number')
    return `${row.kind.values === 'whole' ? 'whole, ' : ''}${row.kind.least} to ${row.kind.most}${row.kind.unit === '' ? '' : ` ${row.kind.unit}`}`;
  return sayFit(row).replace(/^give /, '');
}
