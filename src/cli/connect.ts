// `pymcp connect CLIENT`: writes the entry of this server into the settings of an MCP client, after showing it.
import type { Command } from 'commander';
import type { ConnectOptions } from './connect-options.js';

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
      // Loaded here: the other commands read no settings of clients.
      const { connectClient } = await import('./connect-client.js');
      setExitCode(await connectClient(client, options));
    });
}
