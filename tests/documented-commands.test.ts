// What the documents show works: the help text is the program's own, and the README's commands run.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { slow } from './support/time.js';
import { makeEnvironment } from './support/made-environment.js';
import { removeStrangeTree } from '../src/host/remove-strange-tree.js';

const cli = resolve('dist/cli/main.js');

function pymcp(
  args: readonly string[],
  cwd: string,
  input = '',
  env: Readonly<Record<string, string>> = {},
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [cli, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    timeout: slow(60_000),
    env: { ...process.env, ...env },
  });
}

/** The first fenced block of a language in a document. */
function firstBlock(path: string, language: string, from = ''): string {
  const text = readFileSync(path, 'utf8');
  const block = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(
    text.slice(text.indexOf(from)),
  )?.[1];
  assert.ok(block !== undefined, `${path} has a block of ${language}`);
  return block;
}

describe('docs/running.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/running.md', 'text'), pymcp(['run', '--help'], '.').stdout);
  });
});

describe('docs/mcp.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/mcp.md', 'text'), pymcp(['stdio', '--help'], '.').stdout);
  });
});

describe('docs/editors.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/editors.md', 'text'), pymcp(['lsp', '--help'], '.').stdout);
  });
});

describe('docs/install.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/install.md', 'text'), pymcp(['install', '--help'], '.').stdout);
  });
});

describe('docs/environments.md', () => {
  it('shows the help of `env create` as it is', () => {
    assert.equal(firstBlock('docs/environments.md', 'text'), pymcp(['env', 'create', '--help'], '.').stdout);
  });
});

describe('docs/updates.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/updates.md', 'text'), pymcp(['updates', '--help'], '.').stdout);
  });
});

describe('docs/gateway.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/gateway.md', 'text'), pymcp(['serve', '--help'], '.').stdout);
  });
});

describe('docs/tokens.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/tokens.md', 'text'), pymcp(['token', 'create', '--help'], '.').stdout);
  });

  it('shows commands that work', () => {
    const state = mkdtempSync(join(tmpdir(), 'pymcp-tokens-'));
    try {
      for (const line of firstBlock('docs/tokens.md', 'sh').trim().split('\n')) {
        const args = /pymcp ([^)#]*)/.exec(line)?.[1]?.trim().split(/\s+/) ?? [];
        const { status, stderr } = pymcp(args, '.', '', { XDG_STATE_HOME: state });
        assert.equal(status, 0, `${line}\n${stderr}`);
      }
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });
});

describe('docs/secrets.md', () => {
  it('shows the help that the program prints', () => {
    for (const [command, heading] of [
      ['check', '## Check'],
      ['set', '## Set, list, delete'],
      ['setup', '## On GitHub'],
      ['scan', '## Scan'],
    ] as const)
      assert.equal(
        firstBlock('docs/secrets.md', 'text', heading),
        pymcp(['secrets', command, '--help'], '.').stdout,
      );
  });

  it('shows commands that work', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pymcp-secrets-docs-'));
    try {
      assert.equal(spawnSync('git', ['init', '-q', folder]).status, 0);
      writeFileSync(join(folder, '.gitignore'), '.env\n');
      for (const line of firstBlock('docs/secrets.md', 'sh').trim().split('\n')) {
        const args = /pymcp ([^#]*)/.exec(line)?.[1]?.trim().split(/\s+/) ?? [];
        const { status, stderr } = pymcp(args, folder, 'a-value-of-the-test\n', { XDG_CONFIG_HOME: folder });
        assert.equal(status, 0, `${line}\n${stderr}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says of the script what is so: it is a door to the command', () => {
    const { status, stdout, stderr } = spawnSync('./setup_secrets.sh', ['--help'], {
      encoding: 'utf8',
      timeout: slow(300_000),
    });
    assert.equal(status, 0, stderr);
    assert.equal(stdout, pymcp(['secrets', 'setup', '--help'], '.').stdout);
  });

  it('shows a configuration that is understood', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pymcp-secrets-docs-'));
    try {
      writeFileSync(join(folder, 'config.json'), firstBlock('docs/secrets.md', 'json'), { mode: 0o600 });
      const { stdout, stderr } = pymcp(['secrets', 'list', '--config', 'config.json'], folder);
      assert.match(stdout, /WEATHER_KEY +required +reference/, stderr);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('docs/memory.md', () => {
  it('shows the help that the program prints', () => {
    const text = readFileSync('docs/memory.md', 'utf8');
    for (const args of [['memory'], ['memory', 'import']])
      assert.ok(text.includes(`\`\`\`text\n${pymcp([...args, '--help'], '.').stdout}\`\`\``), args.join(' '));
  });

  it('shows commands that work', () => {
    const home = mkdtempSync(join(tmpdir(), 'pymcp-memory-docs-'));
    const env = { HOME: home, XDG_STATE_HOME: join(home, 'state') };
    const entity = { type: 'entity', name: 'Old server', entityType: 'server', observations: ['deploy'] };
    try {
      mkdirSync(join(home, 'project'));
      writeFileSync(join(home, 'memory.jsonl'), JSON.stringify(entity));
      pymcp(['memory', 'import', 'memory.jsonl'], home, '', env);
      const lines = firstBlock('docs/memory.md', 'sh', '## By hand').trim().split('\n');
      assert.ok(lines.length > 5);
      for (const line of lines) {
        const words = /pymcp ([^#>]*)/.exec(line)?.[1]?.match(/"[^"]*"|\S+/g) ?? [];
        const args = words.map((word) => word.replaceAll('"', '').replace('~/projects/name', 'project'));
        const { status, stderr, stdout } = pymcp(args, home, '', env);
        assert.equal(status, 0, `${line}\n${stderr}`);
        const file = />\s*(\S+)/.exec(line)?.[1];
        if (file !== undefined) writeFileSync(join(home, file), stdout);
      }
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

describe('docs/verify.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/verify.md', 'text'), pymcp(['verify', '--help'], '.').stdout);
  });
});

describe('docs/clients.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/clients.md', 'text'), pymcp(['connect', '--help'], '.').stdout);
  });
});

describe('docs/benchmarks.md', () => {
  it('shows the help that the program prints', () => {
    assert.equal(firstBlock('docs/benchmarks.md', 'text'), pymcp(['bench', '--help'], '.').stdout);
  });
});

describe('the README', () => {
  let folder = '';
  let home = '';
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pymcp-readme-'));
    home = mkdtempSync(join(tmpdir(), 'pymcp-home-'));
    await makeEnvironment(home, { name: 'maps', files: { 'maps.py': '' } });
    writeFileSync(join(folder, 'program.py'), 'print("hello")\n"the value"\n');
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await removeStrangeTree(home);
  });

  it('shows commands that work', () => {
    const commands = firstBlock('README.md', 'sh', '## Use')
      .split('\n')
      .filter((line) => line.includes('pymcp '));
    assert.equal(commands.length, 8);
    for (const line of commands) {
      const command = line.replace(/\s+#.*$/, '');
      const [, piped, args = ''] = /^(?:echo '([^']*)' \| )?pymcp (.*)$/.exec(command) ?? [];
      const { status, stdout, stderr } = pymcp(args.trim().split(/\s+/), folder, piped ?? '', {
        XDG_DATA_HOME: join(home, '.local/share'),
      });
      assert.equal(status, 0, `${command}\n${stderr}`);
      assert.notEqual(stdout, '', command);
    }
  });
});

describe('docs/audit.md', () => {
  it('shows commands that work', () => {
    const home = mkdtempSync(join(tmpdir(), 'pymcp-audit-docs-'));
    const env = { XDG_STATE_HOME: join(home, 'state'), XDG_CONFIG_HOME: join(home, 'config') };
    try {
      assert.equal(pymcp(['run', '-'], '.', '1', env).status, 0);
      for (const line of firstBlock('docs/audit.md', 'sh').trim().split('\n')) {
        const args = /pymcp ([^#]*)/.exec(line)?.[1]?.trim().split(/\s+/) ?? [];
        const { status, stdout, stderr } = pymcp(args, '.', '', env);
        assert.equal(status, 0, `${line}\n${stderr}`);
        assert.notEqual(stdout, '', line);
      }
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
