// path.protected: which names in a workspace a guest never sees, and which it may read but not change. Pure data, read by
// whoever has to say yes to it. Compared without regard to case: some file systems do not regard it either.

export type Protection = 'masked' | 'read-only';

interface ProtectedNames {
  readonly reason: string;
  readonly protection: Protection;
  /** Whole names; `*` stands for any characters. */
  readonly names: readonly string[];
}

// prettier-ignore
export const protectedNames: readonly ProtectedNames[] = [
  {
    reason: 'Environment files hold the passwords and tokens of a project; no name of the family is worth a guess.',
    protection: 'masked',
    names: ['.env*'],
  },
  {
    reason: 'Private keys and key stores. A .pem may be a public certificate: its name does not tell.',
    protection: 'masked',
    names: [
      '*.pem', '*.key', '*.p12', '*.pfx', '*.jks', '*.keystore', '*.kdbx', '*.ppk', '*.agekey', 'id_rsa*', 'id_dsa*', 'id_ecdsa*',
      'id_ed25519*',
    ],
  },
  {
    reason: 'Logins that programs keep in a home folder, and that find their way into projects.',
    protection: 'masked',
    names: [
      '.netrc', '_netrc', '.pypirc', '.npmrc', '.yarnrc.yml', '.git-credentials', '.pgpass', '.my.cnf', '.htpasswd', '.dockercfg',
      '.vault-token', '.terraformrc', '.s3cfg', '.boto', 'credentials.json', 'service-account*.json', '*.tfstate', '*.tfstate.backup',
    ],
  },
  {
    reason: 'Folders in which such programs keep keys and logins.',
    protection: 'masked',
    names: ['.ssh', '.gnupg', '.aws', '.azure', '.gcloud', '.docker', '.kube', '.password-store', '.secrets'],
  },
  {
    reason: 'Git runs hooks, filters and aliases that stand in it; elsewhere it is a file that names such a folder.',
    protection: 'read-only',
    names: ['.git', '.gitmodules', '.hg', '.svn', '.jj'],
  },
  {
    reason: 'Editors start the tasks, servers, debuggers and interpreters that are named in them when the folder is opened.',
    protection: 'read-only',
    names: ['.vscode', '*.code-workspace', '.idea', '.zed', '.cursor', '.windsurf', '.fleet', '.vim', '.nvimrc', '.exrc', '.nvim.lua',
      '.dir-locals.el', '.dir-locals-2.el', '.sublime-project'],
  },
  {
    reason: 'AI assistants start the servers and hooks that are named in them, and take what they say for orders.',
    protection: 'read-only',
    names: [
      '.mcp.json', '.claude', '.codex', '.gemini', '.aider*', '.continue', '.roo', '.clinerules', '.cursorrules', '.windsurfrules',
      'claude.md', 'claude.local.md', 'agents.md', 'agents.override.md', 'gemini.md', 'copilot-instructions.md',
    ],
  },
  {
    reason: 'Run by a shell, a hook, a container or a service without anybody asking for it in particular.',
    protection: 'read-only',
    names: [
      '.direnv', '.devcontainer', '.devcontainer.json', '.husky', '.githooks', '.pre-commit-config.yaml', 'lefthook.yml',
      '.lefthook.yml', '.github', '.gitlab-ci.yml', '.circleci', '.tool-versions', 'mise.toml', '.mise.toml', '.autoenv',
    ],
  },
  {
    reason: 'An interpreter that the editor and the person start as theirs.',
    protection: 'read-only',
    names: ['.venv', 'venv', 'pyvenv.cfg'],
  },
];

const patterns: readonly { readonly protection: Protection; readonly pattern: RegExp }[] = protectedNames.map(
  ({ protection, names }) => ({
    protection,
    pattern: new RegExp(`^(?:${names.map(toSource).join('|')})$`, 's'),
  }),
);

/** What holds for an entry of this name, whatever it is; null where nothing does. The first list that has it decides. */
export function protectionOf(name: string): Protection | null {
  const small = name.toLowerCase();
  return patterns.find(({ pattern }) => pattern.test(small))?.protection ?? null;
}

function toSource(name: string): string {
  return name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
}
