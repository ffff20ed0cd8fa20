// `pymcp install NAME|--list`: optional components, by a checksum that was recorded before.
import type { Command } from 'commander';
import { toCaller } from '../core/caller.js';
import { PymcpError } from '../core/errors.js';
import type { InstallResult } from '../services/install/install-component.js';
import type { PinnedArchive } from '../services/install/choose-archive.js';
import type { Manifest } from '../services/install/manifest-schema.js';
import { interruptible } from './secrets/interruptible.js';
import { reportInstallation } from './report-installation.js';

interface InstallOptions {
  readonly list?: true;
  readonly file?: string;
  readonly json?: true;
}

export function addInstallCommand(program: Command): void {
  program
    .command('install')
    .summary('install optional components, by recorded checksums')
    .description(
      'Installs an optional component for this user, and prints the path of its main file. Its archive is unpacked only ' +
        'where size and SHA-256 are those that this package has recorded. What was cut off is gone on with by the same command.',
    )
    .argument('[name]', 'the component')
    .option('--list', 'list the components, and which are installed')
    .option('--file <path>', 'take the archive from a file instead of a download; it is checked alike')
    .option('--json', 'print it as JSON')
    .action(run);
}

async function run(name: string | undefined, options: InstallOptions): Promise<void> {
  if ((name === undefined) !== (options.list === true))
    throw new PymcpError(
      'usage.invalid',
      'give the name of one component, or --list',
      'pymcp install --list shows the names',
    );
  if (name === undefined && options.file !== undefined)
    throw new PymcpError('usage.invalid', '--file goes with a name', 'pymcp install NAME --file PATH');
  const { loadManifest } = await import('../services/install/load-manifest.js');
  const manifest = await loadManifest();
  await (name === undefined ? list(manifest, options) : install(manifest, name, options));
}

async function list(manifest: Manifest, { json }: InstallOptions): Promise<void> {
  const [{ listComponents }, { openComponentFolder }, { renderComponents }] = await Promise.all([
    import('../services/install/list-components.js'),
    import('../services/install/component-store.js'),
    import('./render-components.js'),
  ]);
  const listed = listComponents(manifest, openComponentFolder(), hostPlatform());
  process.stdout.write(
    json === true ? `${JSON.stringify({ components: listed })}\n` : renderComponents(listed),
  );
}

async function install(manifest: Manifest, name: string, { file, json }: InstallOptions): Promise<void> {
  const { chooseArchive } = await import('../services/install/choose-archive.js');
  const pinned = chooseArchive(manifest, name, hostPlatform());
  const { status, component } = await recorded(pinned, file, () => bring(manifest, pinned, file));
  if (json === true) process.stdout.write(`${JSON.stringify({ status, ...component })}\n`);
  else {
    const how = status === 'present' ? 'was there already' : 'is installed';
    process.stderr.write(`${component.name} ${component.version} ${how}\n`);
    process.stdout.write(`${component.main}\n`);
  }
}

async function bring(manifest: Manifest, pinned: PinnedArchive, file?: string): Promise<InstallResult> {
  const [{ installComponent }, { openComponentFolder }] = await Promise.all([
    import('../services/install/install-component.js'),
    import('../services/install/component-store.js'),
  ]);
  const wanted = manifest.components.flatMap(({ archives }) =>
    archives.flatMap(({ pin }) => pin?.sha256 ?? []),
  );
  const report = reportInstallation(process.stderr);
  const folder = openComponentFolder();
  try {
    return await interruptible((signal) =>
      installComponent({
        ...{ pinned, folder, file: file ?? null, signal },
        wanted: new Set(wanted),
        observer: report,
      }),
    );
  } finally {
    report.end();
  }
}

/** audit.chain: what is about to be installed, and how that ended. */
async function recorded<T>(
  { component, archive, pin }: PinnedArchive,
  file: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const [{ loadSettings }, { openRedactor }, { openChosenAudit }] = await Promise.all([
    import('../config/load-settings.js'),
    import('./open-redactor.js'),
    import('./open-audit.js'),
  ]);
  const { audit: wanted, redaction } = await loadSettings({ flags: {}, environment: process.env });
  const warn = (message: string): void => {
    process.stderr.write(`warning: ${message}\n`);
  };
  const redactor = await openRedactor(redaction, warn);
  const onProblem = (error: unknown): void => {
    warn(redactor.redactText(String(error)));
  };
  const audit = await openChosenAudit(wanted, { name: 'install', onProblem, warn, redactor });
  const origin = { caller: toCaller('command-line'), service: 'install', tool: component.name };
  const from = file === undefined ? archive.url : 'a file';
  const subjects = [`${component.name} ${component.version}`, `sha256:${pin.sha256}`, from];
  try {
    const entry = await audit?.journal.beginCall({ origin, subjects, access: 'write' });
    try {
      const result = await work();
      entry?.end(null);
      return result;
    } catch (error) {
      entry?.end(error);
      throw error;
    }
  } finally {
    await audit?.close();
  }
}

const hostPlatform = (): string => `${process.platform}-${process.arch}`;
