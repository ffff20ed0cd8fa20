import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Client } from './client.js';
import { findClient, listClients } from './find-client.js';
import { isOwnEntry } from './own-entry.js';
import { planConnection, planRemoval } from './plan-change.js';
import { containerName, toServerCommand, type ServerOptions } from './server-command.js';
import { pathsOf, type Platform, type Surroundings } from './surroundings.js';
import { isDomainError } from './refusals.test-support.js';

const plain: ServerOptions = { workspace: '/srv/a b', isWritable: true, services: 'python', joins: false };
const command = toServerCommand(
  { kind: 'direct', launcher: ['/usr/bin/node', '/opt/p/dist/cli/main.js'] },
  plain,
);
const homes: Readonly<Record<Platform, string>> = {
  linux: '/home/ann',
  darwin: '/Users/ann',
  win32: 'C:\\Users\\ann',
};
const on = (platform: Platform, env: Surroundings['env'] = {}): Surroundings => ({
  platform,
  home: homes[platform],
  env,
});

/** As `chooseFile` does where nothing is there yet. */
const usualPath = (client: Client, surroundings: Surroundings): string | undefined =>
  client.userFiles(surroundings).find(({ folder }) => folder !== null)?.path;

for (const client of listClients()) {
  describe(`the client ${client.name}`, () => {
    const wanted = client.toStdioEntry(command, 'pymcp');
    const place = (before: string | null) => ({ format: client.format, name: 'pymcp', before });

    it('is found by its name, and says where it is documented', () => {
      assert.equal(findClient(client.name), client);
      assert.match(client.source, /^https:\/\//);
    });

    it('has absolute files on every system', () => {
      for (const platform of ['linux', 'darwin', 'win32'] as const) {
        const files = client.userFiles(on(platform));
        assert.notEqual(usualPath(client, on(platform)), undefined);
        for (const { path, folder } of files) {
          assert.ok(pathsOf({ platform }).isAbsolute(path) && path.startsWith(homes[platform]), path);
          if (folder !== null) assert.ok(path.startsWith(folder), path);
        }
      }
    });

    it('starts the server with exactly the words that it was told', () => {
      assert.equal(wanted.server['command'], '/usr/bin/node');
      assert.deepEqual(wanted.server['args'], [
        '/opt/p/dist/cli/main.js',
        'stdio',
        '--workspace',
        '/srv/a b',
        '--writable',
        '--services',
        'python',
      ]);
      assert.ok(isOwnEntry(wanted));
    });

    it('gets an entry, keeps it, changes it and loses it', () => {
      const { after, action } = planConnection(place(null), wanted, 'keep');
      assert.equal(action, 'added');
      assert.deepEqual(client.format.find(after ?? '', 'pymcp'), wanted);
      assert.equal(planConnection(place(after), wanted, 'keep').action, 'unchanged');
      const other = client.toStdioEntry({ command: 'isolated-pymcp', args: ['stdio'] }, 'pymcp');
      const updated = planConnection(place(after), other, 'keep');
      assert.equal(updated.action, 'updated');
      assert.deepEqual(client.format.find(updated.after ?? '', 'pymcp'), other);
      assert.deepEqual(planRemoval(place(after), []), { action: 'removed', entry: wanted, after: null });
      assert.equal(planRemoval(place(null), []).action, 'absent');
    });

    it('has two entries of ours beside each other', () => {
      const one = planConnection(place(null), wanted, 'keep').after ?? '';
      const two = client.format.set(one, 'other', wanted);
      assert.deepEqual(client.format.find(two, 'other'), wanted);
      assert.deepEqual(client.format.find(two, 'pymcp'), wanted);
      assert.equal(client.format.remove(two, 'other'), one);
      assert.notEqual(client.format.find(client.format.remove(two, 'pymcp'), 'other'), null);
    });

    it('is asked by HTTP with no secret in the file, or not at all', () => {
      if (client.http.kind === 'unsupported') {
        assert.notEqual(client.http.why, '');
        return;
      }
      const entry = client.http.toEntry('http://127.0.0.1:3001/mcp/python', 'pymcp');
      assert.ok(isOwnEntry(entry));
      const { after } = planConnection(place(null), entry, 'keep');
      assert.match(after ?? '', /PYMCP_TOKEN|\$\{input:pymcp_token\}/);
      assert.deepEqual(client.format.find(after ?? '', 'pymcp'), entry);
      const stdio = planConnection(place(after), wanted, 'keep');
      assert.deepEqual(client.format.find(stdio.after ?? '', 'pymcp'), wanted, 'nothing of HTTP is left');
      assert.equal(planRemoval(place(after), []).after, null);
    });

    it('refuses a file that it cannot read, and says where', () => {
      const broken = { json: '{\n  "a": ]\n}', toml: 'a = 1\nb = [\n', elisp: '(setq a 1)\n(setq b (c)\n' };
      const text = broken[client.format.language];
      for (const work of [
        () => planConnection(place(text), wanted, 'keep'),
        () => planRemoval(place(text), []),
      ]) {
        assert.throws(
          work,
          (error: Error) =>
            isDomainError(error, 'client.file-malformed') && /^line [23], column \d+: /.test(error.message),
        );
      }
    });
  });
}

describe('the files of clients', () => {
  it('are where their documentation says', () => {
    const paths = (platform: Platform): Record<string, string | undefined> =>
      Object.fromEntries(listClients().map((client) => [client.name, usualPath(client, on(platform))]));
    assert.deepEqual(paths('linux'), {
      'claude-code': '/home/ann/.claude.json',
      'claude-desktop': '/home/ann/.config/Claude/claude_desktop_config.json',
      cursor: '/home/ann/.cursor/mcp.json',
      vscode: '/home/ann/.config/Code/User/mcp.json',
      codex: '/home/ann/.codex/config.toml',
      'gemini-cli': '/home/ann/.gemini/settings.json',
      windsurf: '/home/ann/.codeium/windsurf/mcp_config.json',
      zed: '/home/ann/.config/zed/settings.json',
      emacs: '/home/ann/.emacs.d/init.el',
    });
    assert.deepEqual(paths('darwin'), {
      'claude-code': '/Users/ann/.claude.json',
      'claude-desktop': '/Users/ann/Library/Application Support/Claude/claude_desktop_config.json',
      cursor: '/Users/ann/.cursor/mcp.json',
      vscode: '/Users/ann/Library/Application Support/Code/User/mcp.json',
      codex: '/Users/ann/.codex/config.toml',
      'gemini-cli': '/Users/ann/.gemini/settings.json',
      windsurf: '/Users/ann/.codeium/windsurf/mcp_config.json',
      zed: '/Users/ann/.config/zed/settings.json',
      emacs: '/Users/ann/.emacs.d/init.el',
    });
    assert.deepEqual(paths('win32'), {
      'claude-code': 'C:\\Users\\ann\\.claude.json',
      'claude-desktop': 'C:\\Users\\ann\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
      cursor: 'C:\\Users\\ann\\.cursor\\mcp.json',
      vscode: 'C:\\Users\\ann\\AppData\\Roaming\\Code\\User\\mcp.json',
      codex: 'C:\\Users\\ann\\.codex\\config.toml',
      'gemini-cli': 'C:\\Users\\ann\\.gemini\\settings.json',
      windsurf: 'C:\\Users\\ann\\.codeium\\windsurf\\mcp_config.json',
      zed: 'C:\\Users\\ann\\AppData\\Roaming\\Zed\\settings.json',
      emacs: 'C:\\Users\\ann\\.emacs.d\\init.el',
    });
  });

  it('follow the environment where the client does', () => {
    const path = (name: string, env: Surroundings['env']) => usualPath(findClient(name), on('linux', env));
    assert.equal(path('codex', { CODEX_HOME: '/c' }), '/c/config.toml');
    assert.equal(path('codex', { CODEX_HOME: 'relative' }), '/home/ann/.codex/config.toml');
    assert.equal(path('claude-code', { CLAUDE_CONFIG_DIR: '/d' }), '/d/.claude.json');
    assert.equal(path('zed', { XDG_CONFIG_HOME: '/x' }), '/x/zed/settings.json');
    assert.equal(path('zed', { XDG_CONFIG_HOME: 'x' }), '/home/ann/.config/zed/settings.json');
    assert.equal(
      usualPath(findClient('vscode'), on('win32', { APPDATA: 'D:\\r' })),
      'D:\\r\\Code\\User\\mcp.json',
    );
  });
});

describe('findClient', () => {
  it('names the nearest of those that there are', () => {
    for (const [wrong, near] of [
      ['vs-code', 'vscode'],
      ['Cursor', 'cursor'],
      ['claude-cod', 'claude-code'],
    ] as const) {
      assert.throws(
        () => findClient(wrong),
        (error: Error) =>
          isDomainError(error, 'client.unknown') && error.hint.includes(`did you mean ${near}?`),
      );
    }
    for (const odd of ['', '__proto__', 'x'.repeat(1_000_000)])
      assert.throws(
        () => findClient(odd),
        (error: Error) => isDomainError(error, 'client.unknown') && error.message.length < 200,
      );
  });
});

describe('toServerCommand', () => {
  it('goes into the container', () => {
    const options = { ...plain, workspace: '/workspace', services: null };
    assert.deepEqual(toServerCommand({ kind: 'container', engine: 'podman' }, options), {
      command: 'podman',
      args: ['exec', '-i', containerName, 'pymcp', 'stdio', '--workspace', '/workspace', '--writable'],
    });
  });

  it('goes into WSL without a shell, with paths as Linux has them (cmd.noshell)', () => {
    const words = (workspace: string): readonly string[] =>
      toServerCommand(
        { kind: 'wsl', distribution: 'Debian', launcher: ['isolated-pymcp'] },
        { workspace, isWritable: false, services: null, joins: true },
      ).args;
    assert.deepEqual(words('C:\\Users\\ann\\a b'), [
      ...[
        '-d',
        'Debian',
        '--exec',
        'isolated-pymcp',
        'stdio',
        '--attach',
        '--workspace',
        '/mnt/c/Users/ann/a b',
      ],
    ]);
    assert.equal(words('D:/x/').at(-1), '/mnt/d/x');
    assert.equal(words('c:\\').at(-1), '/mnt/c');
    assert.equal(words('/home/ann').at(-1), '/home/ann');
    assert.throws(
      () => words('\\\\server\\share'),
      (error: Error) => isDomainError(error, 'usage.invalid'),
    );
  });
});
