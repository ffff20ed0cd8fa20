// `pymcp connect` on real files: everything that is not ours stays, to the byte, whatever the file is and whatever happens.
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { listClients } from '../../src/connect/find-client.js';
import { makeHome } from '../support/connect-home.js';

/** Files as people have them. The paths are those of Linux. */
const settings: Readonly<Record<string, readonly [string, string]>> = {
  'claude-code': ['.claude.json', '{\n  "numStartups": 3,\n  "projects": {},\n  "mcpServers": {}\n}'],
  'claude-desktop': [
    '.config/Claude/claude_desktop_config.json',
    '{"globalShortcut":"","mcpServers":{"a":{"command":"a"}}}',
  ],
  cursor: [
    '.cursor/mcp.json',
    '\ufeff{\r\n  "mcpServers": {\r\n    "a": { "url": "http://a" }\r\n  }\r\n}\r\n',
  ],
  vscode: ['.config/Code/User/mcp.json', '{\n\t// mine\n\t"servers": {\n\t\t"a": {}, // last\n\t},\n}\n'],
  codex: ['.codex/config.toml', '# mine\nmodel = "o"\n\n[mcp_servers.a]\ncommand = "a"\n'],
  'gemini-cli': ['.gemini/settings.json', '{ }'],
  windsurf: ['.codeium/windsurf/mcp_config.json', '{\n    "mcpServers": {}\n}\n'],
  zed: ['.config/zed/settings.json', '// Zed settings\n//\n{\n  "theme": "One Dark", /* dark */\n}\n'],
  emacs: ['.emacs', "(setq inhibit-startup-screen t) ; yes\n(provide 'init)"],
};

describe('pymcp connect', () => {
  for (const client of listClients()) {
    const [path, text] = settings[client.name] ?? ['', ''];

    it(`${client.name}: connects and undoes to the byte, and keeps a copy`, async () => {
      const home = makeHome();
      home.write(path, text);
      chmodSync(join(home.path, path), 0o640);
      const connected = await home.connect(client.name, '--yes');
      assert.equal(connected.exitCode, 0, connected.stderr);
      assert.ok(client.format.find(home.read(path).replace('\ufeff', ''), 'pymcp') !== null);
      assert.equal(statSync(join(home.path, path)).mode & 0o7777, 0o640);
      const folder = path.split('/').slice(0, -1).join('/');
      const [copy, ...others] = home.list(folder, `${path.split('/').at(-1) ?? ''}.pymcp-backup-`);
      assert.ok(copy !== undefined && others.length === 0);
      assert.equal(home.read(join(folder, copy)), text);
      assert.equal(statSync(join(home.path, folder, copy)).mode & 0o7777, 0o640);

      const again = await home.connect(client.name);
      assert.match(again.stdout, /^already connected, nothing changed/);
      assert.equal((await home.connect(client.name, '--undo', '--yes')).exitCode, 0);
      assert.equal(home.read(path), text);
      assert.match((await home.connect(client.name, '--undo')).stdout, /^there is no pymcp in /);
    });

    it(`${client.name}: makes a file of its own, and removes it again`, async () => {
      const home = makeHome();
      assert.equal((await home.connect(client.name, '--yes')).exitCode, 0);
      const changed = await home.connect(client.name, '--yes', '--attach', '--json');
      const { path: made, action } = JSON.parse(changed.stdout) as { path: string; action: string };
      assert.equal(action, 'updated');
      assert.equal(statSync(made).mode & 0o777, 0o600);
      assert.equal((await home.connect(client.name, '--undo', '--yes')).exitCode, 0);
      assert.ok(!existsSync(made));
    });
  }

  it('keeps what its client has written since', async () => {
    const home = makeHome();
    home.write('.claude.json', '{"a": 1}');
    await home.connect('claude-code', '--yes');
    const now = JSON.parse(home.read('.claude.json')) as Record<string, unknown>;
    home.write('.claude.json', JSON.stringify({ ...now, b: 2 }, null, 2));
    await home.connect('claude-code', '--undo', '--yes');
    assert.deepEqual(JSON.parse(home.read('.claude.json')), { a: 1, b: 2, mcpServers: {} });
  });

  it('keeps what its person added to our entry', async () => {
    const home = makeHome();
    await home.connect('codex', '--yes');
    home.write(
      '.codex/config.toml',
      `${home.read('.codex/config.toml')}startup_timeout_sec = 20\n[mcp_servers.pymcp.env]\nA = "b"\n`,
    );
    const { stdout } = await home.connect('codex', '--json');
    assert.match(stdout, /"action": "unchanged"/);
    assert.ok(!stdout.includes('startup'), 'what its person added is not shown: it may be a secret');
    await home.connect('codex', '--attach', '--yes');
    const text = home.read('.codex/config.toml');
    assert.ok(
      text.includes('startup_timeout_sec = 20') && text.includes('A = "b"') && text.includes('--attach'),
      text,
    );
  });

  it('says what it would do and does nothing: --dry-run', async () => {
    const home = makeHome();
    const { exitCode, stdout } = await home.connect('zed', '--dry-run');
    assert.equal(exitCode, 0);
    assert.match(stdout, /settings\.json \(would be made\)\n\+ \{\n/);
    assert.match(stdout, /nothing was changed\n$/);
    const asked = await home.connect('zed', '--dry-run', '--json');
    assert.equal((JSON.parse(asked.stdout) as { action: string }).action, 'would-add');
    assert.deepEqual(home.list('.'), []);
  });

  it('asks nobody where nobody can answer', async () => {
    const home = makeHome();
    const { exitCode, stderr } = await home.connect('zed');
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: nothing was changed: there is no terminal to ask on\nhint: add --yes /);
    assert.deepEqual(home.list('.'), []);
  });

  it('leaves an entry of somebody else alone, and shows no secret of it', async () => {
    const home = makeHome();
    const theirs = { command: 'npx', args: ['x', '--api-key', 'hunter2'], env: { K: 'hunter3' } };
    const text = JSON.stringify({ mcpServers: { pymcp: theirs } }, null, 2);
    home.write('.cursor/mcp.json', text);
    for (const args of [['--yes'], ['--undo', '--yes'], ['--dry-run']]) {
      const { exitCode, stderr, stdout } = await home.connect('cursor', ...args);
      assert.equal(exitCode, 2);
      assert.match(stderr, /^error: there is a server pymcp already that pymcp did not write: "npx x /);
      assert.ok(!/hunter/.test(stderr + stdout), stderr);
    }
    assert.equal(home.read('.cursor/mcp.json'), text);
    assert.equal((await home.connect('cursor', '--name', 'py_2', '--yes')).exitCode, 0);
    const replaced = await home.connect('cursor', '--replace', '--yes', '--json');
    assert.equal((JSON.parse(replaced.stdout) as { action: string }).action, 'replaced');
    assert.ok(!home.read('.cursor/mcp.json').includes('hunter3'));
  });

  it('writes through links, and leaves them links', async () => {
    const home = makeHome();
    home.write('dotfiles/zed.json', '{\n  "a": 1\n}\n');
    mkdirSync(join(home.path, '.config/zed'), { recursive: true });
    symlinkSync('../../dotfiles/zed.json', join(home.path, '.config/zed/settings.json'));
    assert.equal((await home.connect('zed', '--yes')).exitCode, 0);
    assert.equal(readlinkSync(join(home.path, '.config/zed/settings.json')), '../../dotfiles/zed.json');
    assert.ok(home.read('dotfiles/zed.json').includes('pymcp'));
    assert.equal(home.list('dotfiles', 'zed.json.pymcp-backup-').length, 1);
  });

  it('refuses what is no ordinary file, and says what to do', async () => {
    const cases: readonly [string, (path: string) => void, RegExp][] = [
      [
        'a folder',
        (path) => {
          mkdirSync(path);
        },
        /is no ordinary file/,
      ],
      ['a FIFO', (path) => spawnSync('mkfifo', [path]), /is no ordinary file/],
      [
        'a link to nothing',
        (path) => {
          symlinkSync('/nowhere/at/all', path);
        },
        /is a link to a file that is not there/,
      ],
      [
        'a circle of links',
        (path) => {
          symlinkSync(path, path);
        },
        /cannot be read or written/,
      ],
      [
        'a device',
        (path) => {
          symlinkSync('/dev/zero', path);
        },
        /is no ordinary file/,
      ],
    ];
    for (const [what, make, why] of cases) {
      const home = makeHome();
      mkdirSync(join(home.path, '.cursor'));
      const path = join(home.path, '.cursor/mcp.json');
      make(path);
      const before = lstatSync(path).ino;
      const { exitCode, stderr } = await home.connect('cursor', '--yes');
      assert.ok(exitCode === 2 || exitCode === 73, what);
      assert.match(stderr, why, what);
      assert.match(stderr, /\nhint: \S/);
      assert.equal(lstatSync(path).ino, before);
      assert.deepEqual(home.list('.cursor'), ['mcp.json'], what);
    }
  });

  it('refuses files that somebody has protected, and those with two names', async () => {
    const home = makeHome();
    home.write('.cursor/mcp.json', '{}');
    chmodSync(join(home.path, '.cursor/mcp.json'), 0o444);
    assert.match((await home.connect('cursor', '--yes')).stderr, /may not be written to/);
    chmodSync(join(home.path, '.cursor/mcp.json'), 0o644);
    linkSync(join(home.path, '.cursor/mcp.json'), join(home.path, 'other'));
    assert.match((await home.connect('cursor', '--yes')).stderr, /has a second name/);
    assert.equal(home.read('other'), '{}');
  });

  it('refuses what it cannot read, and leaves it as it is', async () => {
    const odd: readonly (readonly [string | Buffer, RegExp])[] = [
      ['{"a": 1,\n "b": }', /mcp\.json: line 2, column 7: this is no JSON/],
      [Buffer.from([0xff, 0xfe, 0x7b, 0x00]), /is not UTF-8/],
      ['{"mcpServers": {}, "mcpServers": {}}', /stands there twice/],
      ['['.repeat(200_000), /no JSON|nested too deeply/],
      [Buffer.alloc(33 * 1024 * 1024, 0x20), /larger than 32 MiB/],
    ];
    for (const [text, why] of odd) {
      const home = makeHome();
      home.write('.cursor/mcp.json', text);
      for (const args of [['--yes'], ['--undo', '--yes']]) {
        const { exitCode, stderr } = await home.connect('cursor', ...args);
        assert.equal(exitCode, 2, stderr);
        assert.match(stderr, why);
        assert.ok(stderr.length < 2000);
      }
      assert.deepEqual(home.list('.cursor'), ['mcp.json']);
    }
  });

  it('edits a file of megabytes', async () => {
    const home = makeHome();
    const projects = Object.fromEntries(
      Array.from({ length: 40_000 }, (_, index) => [`/p/${index}`, { history: ['a "b"', 'c'] }]),
    );
    const text = JSON.stringify({ projects, mcpServers: {} }, null, 2);
    home.write('.claude.json', text);
    const { exitCode, stdout } = await home.connect('claude-code', '--yes');
    assert.equal(exitCode, 0);
    assert.ok(stdout.length < 5_000);
    await home.connect('claude-code', '--undo', '--yes');
    assert.ok(home.read('.claude.json') === text);
  });

  it('shows nothing of a file that moves the cursor', async () => {
    const home = makeHome();
    home.write('.cursor/mcp.json', '{\n  "a": "\u009b2J\u202e"\n}\n');
    const { stdout } = await home.connect('cursor', '--dry-run');
    assert.ok(stdout.includes('\\u{9b}2J\\u{202e}'));
    assert.ok(!/[^\n\x20-\x7e…]/.test(stdout), JSON.stringify(stdout));
  });

  it('lets two at once have their entries', async () => {
    const home = makeHome();
    home.write('.cursor/mcp.json', '{}');
    const names = ['a', 'b', 'c', 'd'];
    const ends = await Promise.all(names.map((name) => home.connect('cursor', '--name', name, '--yes')));
    assert.deepEqual(
      ends.map(({ exitCode, stderr }) => [exitCode, stderr]),
      names.map(() => [0, '']),
    );
    const { mcpServers } = JSON.parse(home.read('.cursor/mcp.json')) as { mcpServers: object };
    assert.deepEqual(Object.keys(mcpServers).sort(), names);
  });

  it('lets two at once make the same file', async () => {
    const home = makeHome();
    const names = ['a', 'b', 'c'];
    const ends = await Promise.all(names.map((name) => home.connect('codex', '--name', name, '--yes')));
    assert.deepEqual(
      ends.map(({ stderr }) => stderr),
      ['', '', ''],
    );
    for (const name of names) assert.ok(home.read('.codex/config.toml').includes(`[mcp_servers.${name}]`));
  });
});

describe('pymcp connect --project', () => {
  it('writes where the project has it, with its folder as workspace', async () => {
    const home = makeHome();
    for (const client of listClients()) {
      const folder = join(home.path, client.name);
      mkdirSync(folder);
      const { exitCode, stdout, stderr } = await home.connect(
        client.name,
        '--project',
        folder,
        '--yes',
        '--json',
      );
      if (client.projectFile === null) {
        assert.equal(exitCode, 2);
        assert.match(
          stderr,
          /has no settings file of a project\nhint: connect for your user: pymcp connect /,
        );
        continue;
      }
      assert.equal(exitCode, 0, stderr);
      const { path, scope, entry } = JSON.parse(stdout) as {
        path: string;
        scope: string;
        entry: { args: string[] };
      };
      assert.equal(path, join(folder, client.projectFile));
      assert.equal(scope, 'project');
      assert.deepEqual(entry.args.slice(-2), ['--workspace', client.projectVariable ?? folder]);
      assert.equal(statSync(path).mode & 0o777, 0o644);
    }
  });

  it('follows no link out of the project (path.contained)', async () => {
    const home = makeHome();
    home.write('secret.json', '{}');
    home.write('p/file', '');
    symlinkSync('../secret.json', join(home.path, 'p/.mcp.json'));
    mkdirSync(join(home.path, 'elsewhere'));
    symlinkSync('../elsewhere', join(home.path, 'p/.cursor'));
    for (const client of ['claude-code', 'cursor']) {
      const { exitCode, stderr } = await home.connect(client, '--project', 'p', '--yes');
      assert.equal(exitCode, 2);
      assert.match(stderr, /leads out of the project/);
    }
    assert.equal(home.read('secret.json'), '{}');
    assert.deepEqual(home.list('elsewhere'), []);
  });
});

describe('pymcp connect', () => {
  it('refuses what does not go together, and what no server would take', async () => {
    const home = makeHome();
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['cursor', '--http', '--workspace', '.'], /--workspace is of no use with --http/],
      [['cursor', '--port', '3001'], /--port is of no use without --http/],
      [['cursor', '--http', '--port', '99999'], /there is no port "99999"/],
      [['cursor', '--name', 'a-b'], /server name "a-b" has characters other than/],
      [['cursor', '--name', '__proto__'], /is reserved/],
      [['cursor', '--services', 'pyhton'], /there is no service "pyhton"/],
      [['cursor', '--workspace', '/'], /cannot be the workspace/],
      [['cursor', '--writable'], /there is none/],
      [['cursor', '--via', 'ssh'], /there is no way "ssh"/],
      [['cursor', '--via', 'container', '--workspace', 'a'], /is no path in the container/],
      [['claude-desktop', '--http'], /takes no HTTP entry without a secret/],
      [['zed', '--http'], /takes no HTTP entry without a secret/],
      [['curser'], /there is no client "curser"\nhint: did you mean cursor\?/],
    ];
    for (const [args, why] of cases) {
      const { exitCode, stderr } = await home.connect(...args, '--yes');
      assert.equal(exitCode, 2, args.join(' '));
      assert.match(stderr, why);
    }
    assert.deepEqual(home.list('.'), []);
  });

  it('refuses a path that the client would read as a variable', async () => {
    const home = makeHome();
    mkdirSync(join(home.path, 'a${HOME}'));
    const { exitCode, stderr } = await home.connect('cursor', '--workspace', 'a${HOME}', '--yes');
    assert.equal(exitCode, 2);
    assert.match(stderr, /would take a part of ".*" for a variable/);
    assert.equal((await home.connect('codex', '--workspace', 'a${HOME}', '--yes')).exitCode, 0);
  });

  it('goes through the container or WSL', async () => {
    const home = makeHome();
    const entry = async (...args: string[]): Promise<{ command: string; args: string[] }> => {
      const { stdout, stderr } = await home.connect(...args, '--dry-run', '--json');
      assert.notEqual(stdout, '', stderr);
      return (JSON.parse(stdout) as { entry: { command: string; args: string[] } }).entry;
    };
    const inside = await entry('cursor', '--via', 'container', '--workspace', '/workspace');
    assert.match(inside.command, /^(?:docker|podman)$/);
    assert.deepEqual(inside.args, [
      'exec',
      '-i',
      'isolated-pymcp',
      'pymcp',
      'stdio',
      '--workspace',
      '/workspace',
    ]);
    const windows = join(home.path, 'mnt/Users/ann');
    mkdirSync(windows, { recursive: true });
    const { stdout } = await home.connect(
      'claude-desktop',
      '--via',
      'wsl',
      '--distro',
      'Debian',
      '--windows-home',
      windows,
      '--yes',
      '--json',
    );
    const written = JSON.parse(stdout) as { path: string; entry: { command: string; args: string[] } };
    assert.equal(written.path, join(windows, 'AppData/Roaming/Claude/claude_desktop_config.json'));
    assert.equal(written.entry.command, 'wsl.exe');
    assert.deepEqual(written.entry.args.slice(0, 3), ['-d', 'Debian', '--exec']);
    assert.equal(written.entry.args.at(-1), 'stdio');
  });

  it('lists the clients, which are there and which are connected', async () => {
    const home = makeHome();
    home.write('.cursor/mcp.json', '{');
    mkdirSync(join(home.path, '.codex'));
    await home.connect('zed', '--yes');
    const { stdout } = await home.connect('--json');
    const rows = JSON.parse(stdout) as { client: string; installed: boolean; state: string }[];
    const states = Object.fromEntries(
      rows.map(({ client, installed, state }) => [client, `${String(installed)} ${state}`]),
    );
    assert.equal(rows.length, 9);
    assert.equal(states['cursor'], 'true unreadable');
    assert.equal(states['codex'], 'true not connected');
    assert.equal(states['zed'], 'true connected');
    assert.equal(states['windsurf'], 'false not connected');
    assert.match((await home.connect()).stdout, /^zed +found +connected +\//m);
  });
});
