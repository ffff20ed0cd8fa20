// The checker of the CIS Docker Benchmark, on facts alone: each item can fail, each engine's words are read, and the document shows it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { replaceBetweenMarks } from '../../bench/render/replace-between-marks.js';
import { cisMarks, cisPage, renderCis } from '../../scripts/container/render-cis.js';
import { benchmark, failedItems } from './cis/benchmark.js';
import { buildSteps } from './cis/build-steps.js';
import type { ContainerFacts, MachineFacts, RuntimeFacts } from './cis/facts.js';
import { parseImage, parseRuntime } from './cis/parse-inspect.js';
import { parseProcesses } from './cis/parse-processes.js';
import { dockerContainer, dockerImage, statuses } from './support/docker-inspect.js';

const machine: MachineFacts = {
  hasAppArmor: true,
  hasSelinux: true,
  sharedNamespaces: [],
  builtImageId: 'abc',
};
const facts: ContainerFacts = {
  image: { ...parseImage(dockerImage), setidFiles: [], unneededPrograms: [], secrets: [] },
  runtime: parseRuntime(dockerContainer),
  inside: { processes: parseProcesses(statuses) },
  buildFile: readFileSync('container/Containerfile', 'utf8'),
  machine,
};
const fails = (changed: Partial<ContainerFacts>): string[] =>
  failedItems({ ...facts, ...changed }).map(({ id }) => id);
const run = (changed: Partial<RuntimeFacts>): string[] =>
  fails({ runtime: { ...facts.runtime, ...changed } });
const image = (changed: Partial<ContainerFacts['image']>): string[] =>
  fails({ image: { ...facts.image, ...changed } });
const build = (line: string): string[] => fails({ buildFile: `${facts.buildFile}\n${line}\n` });
const mount = (source: string, destination = '/data', propagation = 'rprivate', type = 'bind'): string[] =>
  run({ mounts: [{ type, source, destination, propagation }] });
const port = (container: string, hostAddress: string, hostPort: number): string[] =>
  run({ ports: [{ container, hostAddress, hostPort }] });
const process = (changed: object): string[] => {
  const [first, ...rest] = facts.inside.processes;
  assert.ok(first !== undefined);
  return fails({ inside: { processes: [{ ...first, ...changed }, ...rest] } });
};

/** What makes an item fail, and it alone. */
const bad: readonly (readonly [id: string, found: () => string[]])[] = [
  ['4.1', () => image({ user: '' })],
  ['4.1', () => image({ user: 'root' })],
  ['4.1', () => image({ user: '0:10001' })],
  ['4.1', () => process({ uid: 0 })],
  ['4.2', () => build('FROM docker.io/somebody/thing')],
  ['4.2', () => fails({ buildFile: facts.buildFile.replace('docker.io/library/', 'docker.io/somebody/') })],
  ['4.3', () => image({ unneededPrograms: ['/usr/bin/gcc'] })],
  ['4.6', () => image({ hasHealthCheck: false })],
  ['4.7', () => build('RUN apt-get update')],
  ['4.8', () => image({ setidFiles: ['/usr/bin/su'] })],
  ['4.9', () => build('ADD things /things')],
  ['4.10', () => build('ENV GITHUB_TOKEN=x')],
  ['4.10', () => image({ environment: ['DB_PASSWORD=x'] })],
  ['4.10', () => image({ secrets: ['/a:1: token'] })],
  ['4.11', () => build('RUN apt-get install --allow-unauthenticated thing')],
  ['5.2', () => run({ apparmorProfile: '' })],
  ['5.2', () => run({ apparmorProfile: 'unconfined' })],
  ['5.3', () => run({ selinuxLabel: '' })],
  ['5.4', () => run({ dropsAllCapabilities: false })],
  ['5.4', () => run({ addedCapabilities: ['NET_RAW'] })],
  ['5.4', () => process({ boundingSet: '00000000a80425fb' })],
  ['5.5', () => run({ isPrivileged: true })],
  ['5.6', () => mount('/etc/ssh')],
  ['5.6', () => mount('/')],
  ['5.6', () => mount('/proc')],
  ['5.7', () => process({ name: 'sshd' })],
  ['5.8', () => port('3001/tcp', '127.0.0.1', 443)],
  ['5.9', () => port('22/tcp', '127.0.0.1', 2222)],
  ['5.9', () => image({ exposedPorts: ['3001/tcp', '22/tcp'] })],
  ['5.10', () => run({ networkMode: 'host' })],
  ['5.11', () => run({ memoryBytes: 0, memorySwapBytes: 0 })],
  ['5.11', () => run({ memoryBytes: 2 ** 31, memorySwapBytes: 2 ** 31 })],
  ['5.11', () => run({ memorySwapBytes: -1 })],
  ['5.12', () => run({ nanoCpus: 0 })],
  ['5.13', () => run({ hasReadOnlyRoot: false })],
  ['5.14', () => port('3001/tcp', '0.0.0.0', 3001)],
  ['5.14', () => port('3001/tcp', '', 3001)],
  ['5.15', () => run({ restart: { name: 'always', most: 0 } })],
  ['5.15', () => run({ restart: { name: 'on-failure', most: 0 } })],
  ['5.16', () => run({ pidMode: 'host' })],
  ['5.17', () => run({ ipcMode: 'host' })],
  ['5.17', () => fails({ machine: { ...machine, sharedNamespaces: ['ipc'] } })],
  ['5.18', () => run({ devices: ['/dev/kvm'] })],
  ['5.19', () => run({ ulimits: ['nofile'] })],
  ['5.20', () => mount('/data', '/data', 'rshared')],
  ['5.21', () => run({ utsMode: 'host' })],
  ['5.22', () => run({ securityOptions: ['no-new-privileges', 'seccomp=unconfined'] })],
  ['5.22', () => process({ seccompMode: 0 })],
  ['5.25', () => run({ cgroupParent: '/other' })],
  ['5.26', () => run({ securityOptions: [] })],
  ['5.26', () => process({ hasNoNewPrivileges: false })],
  ['5.27', () => run({ health: 'starting' })],
  ['5.28', () => run({ imageId: 'old' })],
  ['5.29', () => run({ pidsLimit: 0 })],
  ['5.29', () => run({ pidsLimit: -1 })],
  ['5.30', () => run({ networkMode: 'bridge' })],
  ['5.30', () => run({ networkMode: 'default' })],
  ['5.31', () => run({ userMode: 'host' })],
  ['5.32', () => mount('/data/docker.sock')],
];

describe('the benchmark, item by item', () => {
  it('holds for a container as Docker shows it', () => {
    assert.deepEqual(failedItems(facts), []);
  });

  for (const [id, found] of bad)
    it(`${id} notices what is wrong, and no other does: ${found.toString().replace(/^\(\) => /, '')}`, () => {
      assert.deepEqual(found(), [id]);
    });

  it('has for each checked item something that makes it fail', () => {
    const checked = benchmark.filter(({ kind }) => kind === 'checked').map(({ id }) => id);
    assert.deepEqual([...new Set(bad.map(([id]) => id))].sort(), [...checked].sort());
  });

  it('is complete: 4.1 to 4.12 and 5.1 to 5.32, each once', () => {
    const numbers = (section: number, most: number): string[] =>
      Array.from({ length: most }, (_, index) => `${section}.${index + 1}`);
    assert.deepEqual(
      benchmark.map(({ id }) => id),
      [...numbers(4, 12), ...numbers(5, 32)],
    );
  });
});

describe('reading what an engine prints', () => {
  it('refuses another number of containers than one', () => {
    assert.throws(() => parseRuntime([]));
    assert.throws(() => parseRuntime([{}, {}]));
    assert.throws(() => parseImage({}));
  });

  it('takes what is not there for the weaker', () => {
    const empty = parseRuntime([{}]);
    assert.ok(empty.isPrivileged && !empty.hasReadOnlyRoot && !empty.dropsAllCapabilities);
    assert.ok(empty.memoryBytes === 0 && empty.pidsLimit === 0);
  });

  it('joins continued steps, and leaves comments out', () => {
    assert.deepEqual(buildSteps('# ADD a\nrun a \\\n  b\nADD c d'), [
      { verb: 'RUN', words: 'a b' },
      { verb: 'ADD', words: 'c d' },
    ]);
  });
});

describe('docs/cis.md', () => {
  it('shows the items (make cis-docs)', () => {
    const page = readFileSync(cisPage, 'utf8');
    assert.equal(page, replaceBetweenMarks(page, cisMarks, renderCis(benchmark)));
  });
});
