// What is published works from an empty folder, and is nothing but what it should be.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
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
import { largePackages } from './support/packages-behind.js';
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

/** Packs folders as they are published, without running their scripts, by one start of npm. @returns the paths of the tarballs */
function pack(folders: readonly string[], into: string): string[] {
  const before = readdirSync(into);
  // From elsewhere: npm obeys what the package that it stands in asks of its developers (devEngines).
  run('npm', ['pack', ...folders, '--ignore-scripts', '--silent', '--pack-destination', into], into);
  const made = readdirSync(into).filter((name) => !before.includes(name));
  assert.equal(made.length, folders.length, `npm pack made ${made.join(', ')} of ${folders.join(', ')}`);
  return made.map((name) => join(into, name));
}

/**
 * The folders of the packages that an installation without development dependencies has, as the lockfile says. An optional one is for
 * another machine where it is not there.
 */
function installedForUse(): string[] {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, { readonly dev?: true; readonly optional?: true }>>;
  };
  return Object.entries(packages)
    .filter(
      ([folder, { dev, optional }]) =>
        folder !== '' && dev !== true && (optional !== true || existsSync(folder)),
    )
    .map(([folder]) => folder);
}

/** A package that another has for itself: whose, and which. */
const nestedPattern = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/node_modules\/((?:@[^/]+\/)?[^/]+)$/;

/** As npm pack names it. */
function toTarballName(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;
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

  before(() => {
    scratch = mkdtempSync(join(tmpdir(), 'package-'));
    chmodSync(scratch, 0o755);
    tarball = pack([resolve('.')], scratch)[0] ?? '';
    project = join(scratch, 'project');
    mkdirSync(project);
    // The dependencies, and what those need, come from this checkout, whose lockfile has their checksums. All are given by
    // name: of one that is not, npm asks the registry or a cache that a fresh machine does not have.
    const folders = installedForUse().map((folder) => resolve(folder));
    // Packing thousands of files takes longer than all the rest: of these npm makes links.
    const isLarge = (folder: string): boolean =>
      largePackages.some((name) => folder.endsWith(`/node_modules/${name}`));
    const needed = [
      ...pack(
        folders.filter((folder) => !isLarge(folder)),
        scratch,
      ),
      ...folders.filter(isLarge),
    ];
    // Of two versions of one package, that which another package has for itself is given to it by an override: npm takes one of a name
    // from its command line.
    const isNested = (folder: string): boolean => nestedPattern.test(folder);
    const nested = folders.filter(isNested);
    const tarballOf = (folder: string): string => join(scratch, toTarballName(folder));
    const overrides: Record<string, Record<string, string>> = {};
    for (const folder of nested) {
      const [, outer = '', inner = ''] = nestedPattern.exec(folder) ?? [];
      overrides[outer] = { ...overrides[outer], [inner]: `file:${tarballOf(folder)}` };
    }
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, overrides }));
    const others = nested.map(tarballOf);
    run(
      'npm',
      [
        ...['install', '--offline', '--no-audit', '--no-fund', '--loglevel', 'error', tarball],
        ...needed.filter((one) => !others.includes(one)),
      ],
      project,
    );
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
    const folder = join(unpacked, 'package');
    const scan = (): string =>
      run(process.execPath, [resolve('dist/cli/main.js'), 'secrets', 'scan'], folder);
    run('git', ['init', '--quiet'], folder);
    run('git', ['add', '--all', '--force'], folder);
    assert.match(scan(), / 0 findings/);
    const planted = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
    writeFileSync(join(folder, 'dist/planted.js'), `const token = '${planted}';\n`);
    run('git', ['add', '--all', '--force'], folder);
    assert.throws(scan, (error: { status?: unknown }) => error.status === 1, 'the rule can fail');
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
