// `pymcp lsp`: the language server for an editor, out of the jail that assistants ask too.
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import type { Command } from 'commander';
import { PymcpError } from '../core/errors.js';
import { reserveStdout } from './reserve-stdout.js';
import { whenTold } from './when-told.js';

interface LspOptions {
  readonly workspace?: string;
}

export function addLspCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('lsp')
    .summary('serve an editor the jailed language server over stdin and stdout')
    .description(
      'Speaks the Language Server Protocol over stdin and stdout, for Emacs, Neovim, VS Code and other editors. The server is pyright ' +
        'in a jail that sees the workspace read-only, without a network and without what is masked in it; nothing of the ' +
        'workspace is executed. It ends with the editor: with 0 after shutdown, with 1 where it has just gone.',
    )
    .option('--workspace <dir>', 'the folder that the editor has opened')
    .action(async (options: LspOptions) => {
      setExitCode(await serve(options));
    });
}

async function serve({ workspace: folder }: LspOptions): Promise<number> {
  if (folder === undefined)
    throw new PymcpError('usage.invalid', 'no workspace was named', 'name it: pymcp lsp --workspace DIR');
  const output = reserveStdout();
  // An editor that does not read what we complain of is still served.
  process.stderr.on('error', () => undefined);
  const told = whenTold();
  const door = await openDoor(folder, output);
  try {
    return await Promise.race([door.serve(), told.first.then(() => toldExitCode)]);
  } finally {
    await door.close();
    process.stdin.destroy();
  }
}

/** As a shell has it for what was told to end (SIGTERM). */
const toldExitCode = 143;

interface OpenedDoor {
  readonly serve: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Loaded here: no other command speaks with editors. */
async function openDoor(folder: string, output: Writable): Promise<OpenedDoor> {
  const [{ loadSettings }, { openPythonService }, { LspDoor }, { findPackageFolder }] = await Promise.all([
    import('../config/load-settings.js'),
    import('./open-python-service.js'),
    import('../services/code/door/lsp-door.js'),
    import('../host/package-file.js'),
  ]);
  const settings = await loadSettings({ flags: {}, environment: process.env });
  const workspace = { folder, writable: false };
  const { python, watch } = await openPythonService(
    { ...settings, workspace },
    { onProblem: () => undefined },
  );
  const environment = settings.code.environment ?? settings.environment;
  if (python.workspace === null) throw new Error('a workspace was named, and there is none');
  const door = new LspDoor({
    input: process.stdin,
    output,
    workspace: python.workspace,
    roots: {
      workspace: [python.workspace.path, resolve(folder)],
      pyright: findPackageFolder('pyright') ?? '',
      packages: () => python.findPackages(environment),
    },
    openTemplate: (program) => python.openTemplateFor(program, environment),
  });
  const close = async (): Promise<void> => {
    await door.close();
    await watch?.close();
    await python.close();
  };
  return { serve: () => door.serve(), close };
}
