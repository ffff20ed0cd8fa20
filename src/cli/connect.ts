// `pymcp connect CLIENT`: writes the entry of this server into the settings of an MCP client, after showing it.
import type { Command } from 'commander';
import { changeFile } from '../connect/change-file.js';
import { findClient } from '../connect/find-client.js';
import { planConnection, planRemoval } from '../connect/plan-change.js';
import { parseServerName } from '../core/names.js';
import { chooseEntry } from './choose-entry.js';
import { chooseTarget } from './choose-target.js';
import { confirmChange } from './confirm-change.js';
import { type ConnectOptions, refuseContradictions } from './connect-options.js';
import { listConnections } from './list-clients.js';
import { reportConnection } from './report-connection.js';

export function addConnectCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('connect')
    .summary('write the entry of this server into the settings of an MCP client')
    .description(
      'Writes the entry of this server into the settings of an MCP client: claude-code, claude-desktop, cursor, vscode, ' +
        'codex, gemini-cli, windsurf, zed or emacs. It shows the change and asks, keeps a copy of the file, and leaves ' +
        'everything else in it as it is. The entry holds no secret. Without a client it lists them.',
    )
    .argument('[client]', 'which one')
    .option('--project [dir]', 'the settings of a project instead of yours (default: the working folder)')
    .option('--name <name>', 'the name of the server there', 'pymcp')
    .option('--workspace <dir>', 'show a folder to the programs; with --project the folder of the project')
    .option('--writable', 'let the programs write to the workspace')
    .option('--services <names>', 'offer these services alone')
    .option('--attach', 'join the gateway that you serve, instead of a server of its own')
    .option('--http', 'ask the gateway that you serve by HTTP; the token stays outside of the file')
    .option('--port <n>', 'its port (default: 3001)')
    .option(
      '--via <way>',
      'direct, container or wsl (default: direct on Linux, container on macOS, wsl on Windows)',
    )
    .option('--distro <name>', 'the distribution of WSL')
    .option('--windows-home <dir>', 'from WSL: the home whose settings are meant, e.g. /mnt/c/Users/NAME')
    .option('--replace', 'replace an entry of this name that pymcp did not write')
    .option('--undo', 'take the entry out again')
    .option('--dry-run', 'show the change and make none')
    .option('--yes', 'do not ask')
    .option('--json', 'print the result as JSON')
    .action(async (client: string | undefined, options: ConnectOptions) => {
      setExitCode(await connect(client, options));
    });
}

async function connect(clientName: string | undefined, options: ConnectOptions): Promise<number> {
  const name = parseServerName(options.name);
  refuseContradictions(options);
  if (clientName === undefined) return listConnections(name, options);
  const client = findClient(clientName);
  const target = await chooseTarget(client, options);
  const entry = options.undo === true ? null : await chooseEntry(client, name, options);
  const outcome = await changeFile(
    target,
    (before, copies) => {
      const place = { format: client.format, name, before };
      if (entry === null) return planRemoval(place, copies);
      return planConnection(place, entry, options.replace === true ? 'replace' : 'keep');
    },
    (proposal) => confirmChange(client.title, options, proposal),
  );
  return reportConnection(client, target, name, outcome, options);
}
