// What a run is given from outside, on each backend that says that it can (src/sandbox/abilities.ts): the packages of an environment, a
// workspace with its secrets masked, and a network of the hosts that are named.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { namedBackends } from '../../src/core/backend-names.js';
import { removeStrangeTree } from '../../src/host/remove-strange-tree.js';
import { isAble } from '../../src/sandbox/abilities.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { pymcp } from '../support/command-line.js';
import { useDockerDaemon } from '../support/docker-daemon.js';
import { makeEnvironment } from '../support/made-environment.js';
import { makeFolder } from '../support/workspace.js';

const home = mkdtempSync(join(tmpdir(), 'pymcp-home-'));
const env = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  DOCKER_HOST: process.env['DOCKER_HOST'],
});
useDockerDaemon();
before(() =>
  makeEnvironment(home, {
    name: 'maps',
    preload: ['roads'],
    files: { 'roads/__init__.py': 'LENGTH = 42\n' },
  }),
);
after(() => removeStrangeTree(home));

const inEnvironment = `
import importlib.util, subprocess, sys
print("roads" in sys.modules, importlib.util.find_spec("numpy"))
import roads
print(roads.LENGTH, roads.__file__)
child = subprocess.run([sys.executable, "-c", "import roads; print(roads.LENGTH)"], capture_output=True, text=True)
print(child.stdout.strip())
try:
    open("/env/site-packages/roads/__init__.py", "a")
except OSError as error:
    print("refused")
`;

const inWorkspace = `
print(open("/workspace/plain.txt").read())
try:
    print(open("/workspace/.env").read())
except OSError:
    pass
try:
    open("/workspace/plain.txt", "a")
except OSError:
    print("refused")
`;

const inNetwork = `
import urllib.error, urllib.request
for host in ("named.example", "other.example"):
    try:
        urllib.request.urlopen(f"http://{host}:81/", timeout=20)
    except urllib.error.HTTPError as error:
        print(error.code, error.reason)
    except OSError as error:
        print(type(error).__name__)
import socket
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
except OSError:
    print("no other way")
`;

for (const backend of namedBackends) {
  const run = (args: readonly string[], program: string): ReturnType<typeof pymcp> =>
    pymcp(['run', '--backend', backend, '--no-audit', ...args, '-'], program, { env: env() });

  describe(`a run that is held by ${backend}`, () => {
    it('has the packages of its environment, and no others', async () => {
      assert.ok(isAble(backend, 'packages'));
      const { stdout, stderr, exitCode } = await run(['--env', 'maps'], inEnvironment);
      const lines = ['42 /env/site-packages/roads/__init__.py', '42', 'refused'];
      // One program imports nothing beforehand: it would gain nothing by it.
      assert.deepEqual([exitCode, stdout], [0, ['False None', ...lines, ''].join('\n')], stderr);
    });

    it('sees its workspace, without the secrets in it, and does not write to it; or is refused it', async () => {
      const folder = makeFolder({ 'plain.txt': 'plain', '.env': 'KEY=planted-canary\n' });
      const { stdout, stderr, exitCode } = await run(['--workspace', folder], inWorkspace);
      if (!isAble(backend, 'workspace')) {
        assert.equal(exitCode, 2);
        assert.match(stderr, /cannot show a workspace: .*nothing was run\nhint: .*choose one that can/);
        return;
      }
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, /^plain\n/);
      assert.match(stdout, /refused\n$/);
      assert.doesNotMatch(stdout, /planted-canary/);
      assert.equal(readFileSync(join(folder, 'plain.txt'), 'utf8'), 'plain');
    });

    it('asks the proxy for the hosts that are named, and has no other way out', async () => {
      assert.ok(isAble(backend, 'network'));
      const { stdout, stderr } = await run(['--allow', 'named.example:81'], inNetwork);
      const [named = '', other, last] = stdout.split('\n');
      // The proxy let it through and found nobody of this name, which is no name of the internet (RFC 6761).
      assert.match(named, /^50\d /, stderr);
      assert.match(other ?? '', /^403 .*no rule of this run names this host/);
      assert.equal(last, 'no other way');
    });
  });
}

alsoAsOrdinaryUser(import.meta.url, [], true);
