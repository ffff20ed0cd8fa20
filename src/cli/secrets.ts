// `pymcp secrets`: which secrets there are and where, without ever showing one. What each command does is loaded when it is asked for.
import type { Command } from 'commander';
import { PymcpError } from '../core/errors.js';

interface PlaceOptions {
  readonly dotenv: string;
  readonly config?: string;
  readonly json?: true;
}

/** Not --env-file: Node.js itself takes that, wherever it stands, reads the file into the environment, and fails where there is none. */
const envFileFlags = '--dotenv <file>';
const envFileHelp = 'the file of secrets of this project';
const repoFlags = '--repo <owner/name>';
const repoHelp = 'repository on GitHub, where the git remote here is not it';

export function addSecretsCommand(program: Command, setExitCode: (code: number) => void): void {
  const secrets = program
    .command('secrets')
    .summary('keep API keys out of files, logs and the repository')
    .description(
      'API keys by name: which are needed, where each is, and whether it is real. No command shows a value or takes one as an argument.',
    )
    .hook('preAction', refuseLostFolder);
  addCheck(secrets, setExitCode);
  addSet(secrets);
  addList(secrets);
  addDelete(secrets);
  addSetup(secrets);
  addFetch(secrets, setExitCode);
  addScan(secrets, setExitCode);
}

/** Everything here is about the folder in which somebody is. */
function refuseLostFolder(): void {
  try {
    process.cwd();
  } catch {
    throw new PymcpError(
      'secret.file-failed',
      'the folder in which you are is not there any more, or cannot be seen',
      'cd to the folder of your project, and run the command again',
    );
  }
}

function addCheck(secrets: Command, setExitCode: (code: number) => void): void {
  withPlace(
    secrets
      .command('check')
      .summary('find the secrets that are needed, and write .env')
      .description(
        'Looks for each secret in the environment, .env, the keyring, `gh auth token` (for the GitHub token) and the reference that ' +
          'the configuration names, says what to do about what is missing, and writes what .env lacks. A real value in .env is never replaced. ' +
          'Exit code 1 where a required one is missing or a placeholder. GitHub never gives a value back; where `pymcp secrets setup --with-export` ' +
          'was confirmed for this repository, what is missing is fetched by a run there.',
      )
      .option('--no-write', 'leave .env as it is'),
  ).action(async (options: PlaceOptions & { readonly write: boolean }) => {
    const { checkCommand } = await import('./secrets/check.js');
    setExitCode(await checkCommand(options));
  });
}

function addSet(secrets: Command): void {
  secrets
    .command('set')
    .summary('store a secret')
    .description(
      'Asks for the value without showing it, or reads it from stdin. It is stored in .env where no option says otherwise.',
    )
    .argument('<name>', 'letters, digits and underscores, such as GH_PAT')
    .option('--local', 'in .env')
    .option('--keyring', 'in the keyring of the desktop')
    .option('--github', 'in the repository on GitHub')
    .option(repoFlags, repoHelp)
    .option(envFileFlags, envFileHelp, '.env')
    .action(async (name: string, options) => {
      const { setCommand } = await import('./secrets/set.js');
      await setCommand(name, options as Parameters<typeof setCommand>[1]);
    });
}

function addList(secrets: Command): void {
  withPlace(
    secrets
      .command('list')
      .summary('list the secrets, without their values')
      .description('Lists the secrets that are declared or stand in .env, and where each is. Never a value.')
      .option('--github', 'ask GitHub too, which says when each was set, and never its value')
      .option(repoFlags, repoHelp),
  ).action(async (options: PlaceOptions) => {
    const { listCommand } = await import('./secrets/list.js');
    await listCommand(options);
  });
}

function addDelete(secrets: Command): void {
  secrets
    .command('delete')
    .summary('remove a secret')
    .description('Removes a secret, from .env where no option says otherwise.')
    .argument('<name>', 'its name')
    .option('--local', 'from .env')
    .option('--keyring', 'from the keyring of the desktop')
    .option('--github', 'from the repository on GitHub')
    .option(repoFlags, repoHelp)
    .option(envFileFlags, envFileHelp, '.env')
    .action(async (name: string, options) => {
      const { deleteCommand } = await import('./secrets/delete.js');
      await deleteCommand(name, options as Parameters<typeof deleteCommand>[1]);
    });
}

function addSetup(secrets: Command): void {
  secrets
    .command('setup')
    .summary('make placeholders for the secrets that are needed, on GitHub')
    .description(
      'Makes a placeholder in the repository on GitHub for each required secret that is not there. One that is there is never overwritten. ' +
        'GitHub is shown GH_TOKEN, else what `gh auth token` gives, else what you type.',
    )
    .option('--all', 'for the optional ones too')
    .option('--with-export', 'add a workflow that seals them for who fetches them; it is shown first')
    .option('--yes', 'add it without asking')
    .option('--dry-run', 'only say what would be made')
    .option(repoFlags, repoHelp)
    .option('--config <file>', 'the configuration file')
    .option('--json', 'print it as JSON')
    .action(async (options) => {
      const { setupCommand } = await import('./secrets/setup.js');
      await setupCommand(options as Parameters<typeof setupCommand>[0]);
    });
}

function addFetch(secrets: Command, setExitCode: (code: number) => void): void {
  withPlace(
    secrets
      .command('fetch')
      .summary('get the values that GitHub keeps, by a run of GitHub Actions')
      .description(
        'Has the workflow of `pymcp secrets setup --with-export` seal secrets to a key that is made for this once, opens them here and writes them ' +
          'to .env. What was sealed is removed from GitHub. Exit code 1 where GitHub has no value for one of them.',
      )
      .argument('[names...]', 'which; otherwise those without a real value in .env')
      .option('--from-actions', 'start a run of GitHub Actions; there is no other way')
      .option('--wait <seconds>', 'how long to wait for the run', '600')
      .option(repoFlags, repoHelp),
  ).action(async (names: readonly string[], options) => {
    const { fetchCommand } = await import('./secrets/fetch.js');
    setExitCode(await fetchCommand(names, options as Parameters<typeof fetchCommand>[1]));
  });
}

function addScan(secrets: Command, setExitCode: (code: number) => void): void {
  withPlace(
    secrets
      .command('scan')
      .summary('look for secrets in what git has or would take')
      .description(
        'Looks in the files of the repository, or in what is staged, or in all of its history, for .env files, for what has the shape of a key, ' +
          'and for the values of the secrets in .env and the environment, in every encoding. Exit code 1 where it finds one.',
      )
      .option('--staged', 'what the next commit would have')
      .option('--history', 'everything that any commit has')
      .option('--install-hook', 'make a git hook that scans before each commit; one that is there is kept'),
  ).action(async (options) => {
    const { scanCommand } = await import('./secrets/scan.js');
    setExitCode(await scanCommand(options as Parameters<typeof scanCommand>[0]));
  });
}

function withPlace(command: Command): Command {
  return command
    .option(envFileFlags, envFileHelp, '.env')
    .option('--config <file>', 'the configuration file')
    .option('--json', 'print it as JSON');
}
