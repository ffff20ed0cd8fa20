// Proves: install.verified. A release is what its documents say: bills of materials by CycloneDX's schema that name what is in it, checksums over
// all, where it came from; the same bytes from the same commit.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Part } from '../../scripts/release/bill.js';
import { compileBillSchema } from './bill-schema.js';
import { type Stage, stageRelease, time } from './stage.js';

interface WrittenBill {
  readonly serialNumber: string;
  readonly metadata: { readonly timestamp: string; readonly component: Part };
  readonly components: readonly Part[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Statement {
  readonly _type: string;
  readonly predicateType: string;
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicate: {
    readonly buildDefinition: {
      readonly resolvedDependencies: readonly { readonly digest: Readonly<Record<string, string>> }[];
    };
    readonly runDetails: { readonly builder: { readonly id: string } };
  };
}

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string;
  version: string;
};
const whole = `${name}-${version}`;
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a release', () => {
  let stage: Stage;
  let made = '';
  let ended: ReturnType<Stage['run']>;
  before(() => {
    stage = stageRelease();
    made = join(stage.folder, 'made');
    ended = stage.run('scripts/release.sh', made);
  });
  after(() => {
    stage.remove();
  });
  const read = (file: string): unknown => JSON.parse(readFileSync(join(made, file), 'utf8'));
  const readBill = (file: string): WrittenBill => read(file) as WrittenBill;

  if (!existsSync('.git')) {
    it('is made in a checkout of git alone, and says so elsewhere', () => {
      assert.equal(ended.status, 1);
      assert.match(ended.stderr, /^error: this is no checkout of git/m);
    });
    return;
  }

  it('is a package, a bundle, two bills, where they came from, and checksums over all', () => {
    assert.equal(ended.status, 0, ended.stderr);
    const names = ['.cdx.json', '-image.cdx.json', '.mcpb', '.provenance.json', '.tgz'].map(
      (end) => whole + end,
    );
    assert.deepEqual(readdirSync(made).sort(), ['SHA256SUMS', ...names].sort());
    const sums = readFileSync(join(made, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      sums,
      names.sort().map((one) => `${sha256(join(made, one))}  ${one}`),
    );
  });

  it('has bills that the schema of CycloneDX allows', () => {
    const isBill = compileBillSchema();
    for (const file of [`${whole}.cdx.json`, `${whole}-image.cdx.json`])
      assert.ok(isBill(read(file)), `${file}: ${JSON.stringify(isBill.errors?.slice(0, 3))}`);
    // The rule can fail.
    const bill = readBill(`${whole}.cdx.json`);
    for (const wrong of [
      { ...bill, serialNumber: 'urn:uuid:1' },
      { ...bill, surprise: 1 },
      { ...bill, components: [{ ...bill.components[0], licenses: [{ license: { id: 'no such' } }] }] },
      { ...bill, metadata: { ...bill.metadata, timestamp: 'today' } },
    ])
      assert.equal(isBill(wrong), false);
  });

  it('has a bill of the package with each package of the lockfile that is installed for use, and its checksum', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Readonly<Record<string, { version: string; integrity: string; dev?: true }>>;
    };
    const locked = Object.entries(packages).filter(([folder, { dev }]) => folder !== '' && dev !== true);
    const wanted = locked.map(
      ([folder, { version: of, integrity }]) =>
        `${folder.replace(/.*node_modules\//, '')} ${of} ${Buffer.from(integrity.slice(7), 'base64').toString('hex')}`,
    );
    const { components, metadata, dependencies } = readBill(`${whole}.cdx.json`);
    const found = components.map(
      ({ group, name: own, version: of, hashes }) =>
        `${group === undefined ? '' : `${group}/`}${own} ${of ?? ''} ${hashes?.[0]?.content ?? ''}`,
    );
    assert.deepEqual([...found].sort(), [...new Set(wanted)].sort());
    assert.deepEqual([metadata.component.name, metadata.component.version], [name, version]);
    assert.equal(metadata.timestamp, new Date(time * 1000).toISOString());
    const direct = dependencies.find(({ ref }) => ref === metadata.component['bom-ref'])?.dependsOn ?? [];
    const { dependencies: asked } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: object;
    };
    assert.equal(direct.length, Object.keys(asked).length);
    const known = new Set([metadata.component, ...components].map((part) => part['bom-ref']));
    assert.deepEqual(
      dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !known.has(ref)),
      [],
    );
  });

  it('has a bill of the image with what is in its root, and nothing that only looks so', () => {
    const { components } = readBill(`${whole}-image.cdx.json`);
    assert.deepEqual(
      components.map(({ purl, ...part }) => purl ?? part['bom-ref']),
      [
        'os:debian-12',
        'pkg:deb/debian/g%2B%2B-12@1%3A12.2.0?arch=amd64&distro=debian-12',
        'pkg:deb/debian/libc6@2.36-9%2Bdeb12u13?arch=amd64&distro=debian-12',
        'pkg:generic/node@24.1.2',
        'pkg:npm/%40two/three@2.0.0-rc.1',
        'pkg:npm/one@1.0.0',
        'pkg:npm/one@1.1.0',
      ],
    );
    const of = (part: string): Part | undefined => components.find((one) => one['bom-ref'].includes(part));
    assert.deepEqual(of('g%2B')?.properties?.[0]?.value, 'gcc-12 12.2.0-14+deb12u1');
    assert.deepEqual(of('libc6')?.properties?.[0]?.value, 'glibc 2.36-9+deb12u13');
    assert.deepEqual(of('one@1.0.0')?.licenses, [{ expression: 'MIT OR ISC' }]);
    assert.deepEqual(of('three')?.licenses, [{ license: { name: 'odd' } }]);
    assert.equal(of('node@')?.hashes?.[0]?.content, sha256(join(stage.root, 'usr/local/bin/node')));
  });

  it('says of what commit it is made, of each file, and that nobody has signed it', () => {
    const statement = read(`${whole}.provenance.json`) as Statement;
    assert.equal(statement._type, 'https://in-toto.io/Statement/v1');
    assert.equal(statement.predicateType, 'https://slsa.dev/provenance/v1');
    const own = ['SHA256SUMS', `${whole}.provenance.json`];
    assert.deepEqual(
      statement.subject.map(({ name: file, digest }) => [file, digest.sha256]),
      readdirSync(made)
        .filter((file) => !own.includes(file))
        .sort()
        .map((file) => [file, sha256(join(made, file))]),
    );
    const { buildDefinition, runDetails } = statement.predicate;
    const head = stage.run('git', 'rev-parse', 'HEAD').stdout.trim();
    assert.deepEqual(
      buildDefinition.resolvedDependencies.map(({ digest }) => digest),
      [{ gitCommit: head }, { sha256: sha256('package-lock.json') }],
    );
    assert.match(runDetails.builder.id, /unsigned/);
  });

  it('is the same bytes when it is made again', () => {
    const again = (file: string, script: string, ...args: readonly string[]): void => {
      const path = join(stage.folder, file);
      const { status, stderr } = stage.run(process.execPath, `dist-test/scripts/${script}`, ...args, path);
      assert.equal(status, 0, stderr);
      assert.equal(sha256(path), sha256(join(made, file)), file);
    };
    again(`${whole}.cdx.json`, 'write-package-bill.js');
    again(`${whole}-image.cdx.json`, 'write-image-bill.js', stage.root);
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', stage.folder];
    assert.equal(stage.run('npm', ...pack).status, 0);
    assert.equal(sha256(join(stage.folder, `${whole}.tgz`)), sha256(join(made, `${whole}.tgz`)));
  });
});
