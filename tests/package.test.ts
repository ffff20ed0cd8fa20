// What is published works from an empty folder, and is nothing but what it should be.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { serveNpmRegistry } from './support/npm-registry.js';
import { slow } from './support/time.js';

const documents = ['ARCHITECTURE.md', 'CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'];

/** Runs a program to its end. @throws with what it wrote to stderr where it fails */
function run(program: string, args: readonly string[], cwd: string, input = ''): string {
  return execFileSync(program, args, {
    cwd,
    input,
    encoding: 'utf8',
    timeout: slow(100_000),
    stdio: 'pipe',
  });
}

/** Packs this package as it is published, without running its scripts. @returns the path of the tarball */
function pack(into: string): string {
  // From elsewhere: npm obeys what the package that it stands in asks of its developers (devEngines).
  run('npm', ['pack', resolve('.'), '--ignore-scripts', '--silent', '--pack-destination', into], into);
  const made = readdirSync(into);
  assert.equal(made.length, 1, `npm pack made ${made.join(', ')}`);
  return join(into, made[0] ?? '');
}

interface ForUse {
  /** Folders, relative to the repository. */
  readonly installed: readonly string[];
  /** Names: for another kind of machine. */
  readonly absent: readonly string[];
}

/** What an installation without development dependencies has, as the lockfile says. */
function findForUse(): ForUse {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, { readonly dev?: true; readonly optional?: true }>>;
  };
  const folders = Object.keys(packages).filter((folder) => folder !== '' && packages[folder]?.dev !== true);
  const isAbsent = (folder: string): boolean => packages[folder]?.optional === true && !existsSync(folder);
  return {
    installed: folders.filter((folder) => !isAbsent(folder)),
    absent: folders.filter(isAbsent).map((folder) => folder.replace(/^.*node_modules\//, '')),
  };
}

const below = (folder: string, pattern: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => pattern.test(path))
    .map((path) => join(folder, path));

/** Whether a file has one of these words. */
const tells = (path: string, words: readonly string[]): boolean => {
  const text = readFileSync(path, 'latin1');
  return words.some((word) => text.includes(word));
};

describe('the npm package', () => {
  let scratch: string;
  let tarball: string;
  let project: string;

  before(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'package-'));
    chmodSync(scratch, 0o755);
    const packed = join(scratch, 'packed');
    mkdirSync(packed);
    tarball = pack(packed);
    project = join(scratch, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true }));
    // The dependencies, and what those need, come from this checkout, whose lockfile has their checksums.
    const { installed, absent } = findForUse();
    const registry = await serveNpmRegistry(installed);
    const options = ['--registry', registry.url, '--cache', join(scratch, 'cache'), '--ignore-scripts'];
    try {
      await promisify(execFile)(
        'npm',
        ['install', ...options, '--no-audit', '--no-fund', '--loglevel', 'error', tarball],
        { cwd: project, timeout: slow(100_000) },
      );
    } finally {
      registry.close();
    }
    const unknown = registry.missed.filter((path) => !absent.includes(path.slice(1)));
    assert.deepEqual(unknown, [], 'it asks for nothing that the lockfile does not have');
  });

  after(() => {
    rmSync(scratch, { recursive: true, force: true });
  });

  it('holds the compiled code, the guest, the documents and nothing else', () => {
    const held = run('tar', ['-tzf', tarball], scratch)
      .trimEnd()
      .split('\n')
      .map((path) => path.replace(/^package\//, ''));
    const source = /(?<!\.test|\.test-support)\.ts$/;
    const code = [
      ...below('src', source).map((path) => path.replace(/^src(.*)\.ts$/, 'dist$1.js')),
      ...below('bench', source).map((path) => path.replace(/^(.*)\.ts$/, 'dist/$1.js')),
    ];
    const guest = below('guest', /\.py$/).filter((path) => !path.startsWith('guest/tests/'));
    // The functions of known complexity are for whoever works on the rules, not for `pymcp bench`.
    const benchmarks = below('bench', /\.py$/).filter((path) => !path.startsWith('bench/algorithms/'));
    const wanted = [
      ...documents,
      ...code,
      ...guest,
      ...benchmarks,
      ...below('components', /\.json$/),
      'dist/hostile.sha256',
      ...below('hostile', /\.py$/),
      ...below('schemas', /\.json$/),
      ...below('updates', /\.json$/),
    ];
    assert.deepEqual(
      {
        missing: wanted.filter((path) => !held.includes(path)),
        besides: held.filter((path) => !wanted.includes(path)),
      },
      { missing: [], besides: [] },
    );
  });

  it('holds no secret, no test, no link and nothing of the machine that it was packed on', () => {
    const unpacked = join(scratch, 'unpacked');
    mkdirSync(unpacked);
    run('tar', ['-xzf', tarball, '-C', unpacked], scratch);
    const kinds = run('tar', ['-tvzf', tarball], scratch).trimEnd().split('\n');
    assert.deepEqual(
      kinds.filter((line) => !/^-rw[xr-]/.test(line)),
      [],
      'plain files alone',
    );
    const names = kinds.map((line) => line.slice(line.indexOf('package/')));
    const unwanted =
      /(?:^|\/)(?:\.[^/]|tests?\/|node_modules\/)|\.(?:test|test-support)\.|\.(?:ts|map|pem|key|env|tgz|log)$/;
    assert.deepEqual(
      names.filter((path) => unwanted.test(path)),
      [],
    );
    assert.ok(
      unwanted.test('package/.env') && unwanted.test('package/guest/tests/x.py'),
      'the rule can fail',
    );
    // secret.uncommitted: what looks through a repository looks through the package.
    const scan = (folder: string): string => {
      run('git', ['init', '--quiet'], folder);
      run('git', ['add', '--all', '--force'], folder);
      return run(process.execPath, [resolve('dist/cli/main.js'), 'secrets', 'scan'], folder);
    };
    assert.match(scan(join(unpacked, 'package')), / 0 findings/);
    const other = join(scratch, 'planted');
    mkdirSync(join(other, 'dist'), { recursive: true });
    const planted = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
    writeFileSync(join(other, 'dist/planted.js'), `const token = '${planted}';\n`);
    assert.throws(
      () => scan(other),
      (error: { status?: unknown }) => error.status === 1,
      'the rule can fail',
    );
    const here = [process.cwd()];
    const told = below(unpacked, /./).filter(
      (path) => statSync(path).isFile() && !path.includes('/.git/') && tells(path, here),
    );
    assert.deepEqual(told, []);
  });

  it('runs a program in the jail', () => {
    writeFileSync(
      join(project, 'hello.py'),
      'import os\nprint("uid", os.getuid() > 0, "sum", sum(range(10)))\n',
    );
    assert.equal(run('npx', ['--no-install', 'pymcp', 'run', 'hello.py'], project), 'uid True sum 45\n');
  });

  it('has its second name', () => {
    assert.match(run('npx', ['--no-install', 'isolated-pymcp', '--version'], project), /^\d+\.\d+\.\d+\n$/);
  });

  it('serves an MCP client', () => {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'a', version: '1' },
    };
    const message = { jsonrpc: '2.0', id: 1, method: 'initialize', params };
    const answer = run('npx', ['--no-install', 'pymcp', 'stdio'], project, `${JSON.stringify(message)}\n`);
    assert.match(answer, /^\{.*"serverInfo":\{"name":"isolated-pymcp".*\}\n$/);
  });

  it('measures', () => {
    const options = ['--only', 'stateless', '--rounds', '1', '--pause', '0', '--json'];
    const report = JSON.parse(run('npx', ['--no-install', 'pymcp', 'bench', ...options], project)) as {
      scenarios: { rows: { kind: string }[] }[];
    };
    assert.deepEqual(
      report.scenarios.map(({ rows }) => new Set(rows.map(({ kind }) => kind))),
      [new Set(['measured'])],
    );
  });

  it('attacks the jail, from where it is installed', () => {
    const options = ['--only', 'kernel', '--json'];
    const report = JSON.parse(run('npx', ['--no-install', 'pymcp', 'verify', ...options], project)) as {
      all_held: boolean;
      promises: { promise: string; attacks: { verdict: string }[] }[];
    };
    assert.equal(report.all_held, true);
    const attacks = report.promises.flatMap((row) => row.attacks);
    assert.ok(attacks.length >= 15, `${attacks.length} attacks`);
  });

  it('attacks nothing with a corpus that is not whole', () => {
    const attacks = join(project, 'node_modules/isolated-pymcp/hostile');
    const attack = join(attacks, 'kernel/namespaces.py');
    const text = readFileSync(attack, 'utf8');
    const refused = (): unknown =>
      run('npx', ['--no-install', 'pymcp', 'verify', '--only', 'namespaces'], project);
    const changes: readonly (() => void)[] = [
      () => {
        rmSync(attack);
      },
      () => {
        writeFileSync(attack, text.replace('# promise: jail.kernel\n', ''));
      },
      () => {
        writeFileSync(attack, text.replace(/\n\n[\s\S]*/, '\n\nprint("HELD: nothing")\n'));
      },
      () => {
        rmSync(join(attacks, 'attack.py'));
      },
    ];
    const library = readFileSync(join(attacks, 'attack.py'), 'utf8');
    for (const change of changes) {
      change();
      assert.throws(refused, (error: { status?: unknown; stderr?: unknown }) => {
        assert.equal(error.status, 3);
        assert.match(
          String(error.stderr),
          /^error: the attacks are not those that belong to this package: 1 /,
        );
        assert.match(String(error.stderr), /^hint: install the package again/m);
        return true;
      });
      writeFileSync(attack, text);
      writeFileSync(join(attacks, 'attack.py'), library);
    }
    run('npx', ['--no-install', 'pymcp', 'verify', '--only', 'namespaces'], project);
  });

  it('says what the machine can enforce', () => {
    assert.match(run('npx', ['--no-install', 'pymcp', 'doctor'], project), /memory/);
  });
});
