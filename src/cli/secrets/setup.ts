// `pymcp secrets setup`: a placeholder on GitHub for each secret that is needed and not there; with --with-export, a way to have them back.
import { refuseUnexportable } from '../../secrets/export/export-workflow.js';
import { refuseGitHubName } from '../../secrets/github/github-secrets.js';
import { setUpSecrets, type SetUpSecret } from '../../secrets/github/set-up-secrets.js';
import { loadDeclaredSecrets } from '../../secrets/load-declared.js';
import { type GitHubOptions, openGitHub } from './open-github.js';
import { type ExportShown, setUpExport } from './setup-export.js';

export interface SetupOptions extends GitHubOptions {
  readonly all?: true;
  readonly dryRun?: true;
  readonly withExport?: true;
  readonly yes?: true;
  readonly config?: string;
  readonly json?: true;
}

const words: Readonly<Record<SetUpSecret['outcome'], string>> = {
  'is there': 'is there, and was left as it is',
  made: 'is there now, as a placeholder',
  'would be made': 'would be made, as a placeholder',
  raced: 'was made by somebody else in the same moment, and is a placeholder now: set it again',
};

export async function setupCommand(options: SetupOptions): Promise<void> {
  const declared = await loadDeclaredSecrets(options.config);
  const wanted = declared.filter(({ isRequired }) => isRequired || options.all === true);
  for (const { name } of wanted) {
    refuseGitHubName(name);
    if (options.withExport === true) refuseUnexportable(name);
  }
  if (wanted.length === 0) {
    const optional = declared.map(({ name }) => name).join(', ');
    process.stderr.write(
      `No secret is required: nothing to do. --all makes a placeholder for ${optional} too.\n`,
    );
    if (options.json === true) process.stdout.write(render('', [], null));
    return;
  }
  const access = await openGitHub(options);
  const { owner, name: repository } = access.repository;
  const done: SetUpSecret[] = [];
  await setUpSecrets(wanted, access, options.dryRun === true ? 'dry run' : 'write', (one) => {
    done.push(one);
    if (options.json !== true) process.stdout.write(`${one.name} ${words[one.outcome]}\n`);
  });
  if (options.json !== true)
    process.stdout.write(
      `A value is set by: pymcp secrets set NAME --github --repo ${owner}/${repository}\n`,
    );
  const names = wanted.map(({ name }) => name);
  const exported = options.withExport === true ? await setUpExport(access, names, options) : null;
  if (options.json === true) process.stdout.write(render(`${owner}/${repository}`, done, exported));
}

function render(repository: string, secrets: readonly SetUpSecret[], exported: ExportShown | null): string {
  const shown = {
    repository: repository === '' ? null : repository,
    secrets,
    ...(exported === null ? {} : { export: exported }),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
