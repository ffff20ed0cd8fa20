// `pymcp config show` and `pymcp config schema`: what is set, and what can be.
import type { Command } from 'commander';
import type { SettingValues } from '../config/load-setting-values.js';
import { toBindingEntries } from '../config/parse-bindings.js';
import { toNetworkEntries } from '../config/parse-network.js';
import type { PlainValue } from '../config/parse-setting.js';
import { flagOf, type SettingKey, type SettingRow, settingRows, variableOf } from '../config/setting-rows.js';
import { addGatewayOptions, addHttpOptions, toSources } from './gateway-options.js';
import { checkNetwork } from './open-network.js';

export function addConfigCommand(program: Command): void {
  const config = program
    .command('config')
    .summary('show the settings and where they come from')
    .description(
      'Settings come from flags, else from PYMCP_* variables, else from a JSON file, else from defaults. The file is the one\n' +
        'that --config or PYMCP_CONFIG names, else isolated-pymcp/config.json in the configuration folder of the user.',
    );
  addHttpOptions(
    addGatewayOptions(
      config
        .command('show')
        .summary('print every setting and where it comes from')
        .description(
          'Prints every setting as a gateway with these options would have it, and where it comes from.',
        ),
    ),
  )
    .option('--json', 'print them as JSON')
    .action(show);
  config
    .command('schema')
    .summary('print the JSON Schema of the file')
    .description('Prints the JSON Schema of the configuration file, for editors and checkers.')
    .action(async () => {
      const { renderJsonSchema } = await import('../config/settings-schema.js');
      process.stdout.write(renderJsonSchema());
    });
}

/** A list is kept as text. */
function toShown({ kind }: SettingRow, value: PlainValue | null): unknown {
  if (typeof value !== 'string') return value;
  if (kind.type === 'network') return toNetworkEntries(value);
  return kind.type === 'bindings' ? toBindingEntries(value) : value;
}

async function show(options: { readonly json?: true }): Promise<void> {
  const { json, ...given } = options;
  const { loadSettingValues } = await import('../config/load-setting-values.js');
  const loaded = await loadSettingValues(toSources(given));
  // What a rule means is checked where it is used, and here.
  const textOf = (key: SettingKey): string | null => (loaded.values.get(key)?.value ?? null) as string | null;
  await checkNetwork({
    allow: toNetworkEntries(textOf('network.allow')),
    secrets: toBindingEntries(textOf('network.secrets')),
  });
  process.stdout.write(json === true ? renderJson(loaded) : renderText(loaded));
}

function renderJson({ values, path }: SettingValues): string {
  const settings = settingRows.map((row) => ({
    key: row.key,
    value: toShown(row, values.get(row.key)?.value ?? null),
    origin: values.get(row.key)?.origin,
    where: values.get(row.key)?.where,
    variable: variableOf(row),
    flag: flagOf(row),
  }));
  return `${JSON.stringify({ file: path, settings }, null, 2)}\n`;
}

function renderText({ values, path }: SettingValues): string {
  const rows = settingRows.map((row) => {
    const { value = null, origin = 'default', where = '' } = values.get(row.key) ?? {};
    const said =
      value === null
        ? `(${'otherwise' in row ? row.otherwise : 'none'})`
        : JSON.stringify(toShown(row, value));
    return [row.key, said, origin === 'default' ? origin : where] as const;
  });
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    ([key, value, where]) => `${key.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${where}`,
  );
  return `file: ${path ?? 'none'}\n\n${lines.join('\n')}\n`;
}
