// What `make ablation` rests on is in order. Every switch fits the package as it is built now, every layer and every attack has
// its place, and docs/ablation.md names what there is.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/host/package-root.js';
import { layers } from '../../src/verify/layers.js';
import { loadCorpus } from '../../src/verify/load-corpus.js';
import { parseHeader } from '../../src/verify/parse-header.js';
import { applyEdits } from './apply-edits.js';
import { chooseFew, needsControl } from './controls.js';
import { parseWitness, rowsBelow } from './documented.js';
import { findProof } from './judge-control.js';
import { blindfold } from './measure.js';
import { stateChecks } from './state/state-checks.js';
import { switches, switchesFor, withNeeds } from './switches.js';
import { withoutControl } from './without-control.js';

const { attacks } = await loadCorpus();
const read = (file: string): string => readFileSync(join(packageRoot(), file), 'utf8');
const isSwitch = (name: string): boolean => switches.some((one) => one.name === name);

describe('the switches', () => {
  it('fit the package: what they edit stands there exactly once', () => {
    for (const one of switches)
      applyEdits(read, [...withNeeds([one]).flatMap(({ edits }) => edits), ...blindfold]);
  });

  it('fit together, for every attack', () => {
    for (const { header } of attacks.filter(needsControl))
      applyEdits(
        read,
        switchesFor(header.stoppedBy).flatMap(({ edits }) => edits),
      );
  });

  it('control: a text that is not there, or is there twice, is an error', () => {
    const tries = [{ file: 'package.json', find: 'nowhere to be found', put: '' }];
    assert.throws(() => applyEdits(read, tries), /stands there 0 times/);
    assert.throws(() => applyEdits(() => 'a a', [{ file: 'x', find: 'a', put: '' }]), /stands there 2 times/);
  });

  it('have names of their own, and drop all of every layer but the quota of the kernel', () => {
    assert.equal(new Set(switches.map(({ name }) => name)).size, switches.length);
    assert.deepEqual(
      Object.keys(layers).filter((layer) => !isSwitch(layer)),
      ['host-quota'],
    );
    for (const { name, layer } of switches) assert.ok(name === layer || name.startsWith(`${layer}/`), name);
  });

  it('are noticed by somebody, but for few that say why not', () => {
    const unseen = switches.flatMap((one) => one.unseen ?? []);
    assert.ok(unseen.length <= 3);
    for (const why of unseen) assert.match(why, /^\S.{30,}$/);
  });

  it('are not in the package', () => {
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    assert.ok(files.every((pattern) => !pattern.startsWith('tests') && !pattern.startsWith('dist-test')));
    const published = ['dist', 'guest', 'hostile'].flatMap((folder) =>
      readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' }),
    );
    assert.ok(!published.some((path) => /ablation|in-pen|blindfold/.test(path)));
  });
});

describe('the attacks', () => {
  it('have a control each, or stand in the list of those that cannot have one', () => {
    const known = attacks.filter(({ header }) => header.stoppedBy.length > 0).map(({ name }) => name);
    for (const [name, why] of Object.entries(withoutControl)) {
      assert.ok(known.includes(name), name);
      assert.match(why, /^\S.{30,}$/);
    }
    assert.ok(Object.keys(withoutControl).length <= 16, 'few');
  });

  it('are chosen for every test run so that each layer and each group is among them', () => {
    const few = chooseFew(attacks);
    const topics = new Set(few.flatMap(({ header }) => [...header.stoppedBy, header.group]));
    for (const { header } of attacks.filter(needsControl))
      for (const topic of [...header.stoppedBy, header.group]) assert.ok(topics.has(topic), topic);
    assert.deepEqual(few, chooseFew(attacks));
  });
});

describe('what proves that an attack has succeeded', () => {
  const headerOf = (expects: string, layer: string) =>
    parseHeader(
      `# Tries.\n#\n# promise: jail.kernel\n# group: kernel\n# expects: ${expects}\n# stopped-by: ${layer}\n\n`,
    );

  it('is that it says so, or that the oracle sees more than it should', () => {
    const header = headerOf('completed', 'seccomp');
    assert.equal(findProof(header, ['it ended as lost', 'BROKE: x']), 'it ended as lost');
    assert.equal(findProof(header, ['2 processes more than before']), '2 processes more than before');
  });

  it('is not that it stumbled, was refused, said nothing, or that something else is broken', () => {
    const header = headerOf('completed', 'seccomp');
    for (const problem of [
      'it ended as raised: ImportError: x',
      'it ended as refused:jail.layer-failed: x',
      'it completed and does not say that it was held',
      'no result in time',
      'the gateway failed: Error: x',
    ])
      assert.equal(findProof(header, [problem]), null, problem);
  });

  it('is to be let go on for who was to be stopped, and a fault for who attacks the gateway', () => {
    assert.equal(findProof(headerOf('limit:wall', 'wall-clock'), ['no result in time']), 'no result in time');
    const fault = 'the gateway failed: Error: x';
    assert.equal(findProof(headerOf('completed', 'gateway'), [fault]), fault);
  });
});

describe('docs/ablation.md', () => {
  it('has a row for each switch, in words that are those of the table, and somebody who notices', () => {
    const rows = rowsBelow('Dropped, one at a time');
    assert.deepEqual(
      rows.map(([name, what]) => [name, what]),
      switches.filter(({ unseen }) => unseen === undefined).map(({ name, what }) => [name, what]),
    );
    assert.deepEqual(
      rowsBelow('Noticed by nobody'),
      switches.flatMap(({ name, what, unseen }) => (unseen === undefined ? [] : [[name, what, unseen]])),
    );
    for (const [name = '', , by = ''] of rows) assert.notEqual(by.trim(), '', name);
  });

  it('names attacks, checks of the state and layers that there are', () => {
    for (const [name, , by = ''] of rowsBelow('Dropped, one at a time')) {
      for (const witness of by.split(', ').map(parseWitness)) {
        if (witness.kind === 'attack')
          assert.ok(
            attacks.some((one) => one.name === witness.name),
            witness.name,
          );
        if (witness.kind === 'state')
          assert.ok(Object.hasOwn(stateChecks, witness.name), `${name}: ${witness.name}`);
      }
    }
  });

  it('has the control of every attack, with what its header says, and why some have none', () => {
    assert.deepEqual(
      rowsBelow('Controls').map(([name, together]) => [name, together]),
      attacks.filter(needsControl).map(({ name, header }) => [name, header.stoppedBy.join(', ')]),
    );
    assert.deepEqual(rowsBelow('Without a control'), Object.entries(withoutControl));
  });
});
