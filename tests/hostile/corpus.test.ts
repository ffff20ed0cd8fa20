// Proves: jail.kernel, jail.once, limit.memory, limit.cpu, user.mcp, net.none, path.contained, path.protected. Every program of
// hostile/ is run against a real gateway and judged by the oracle of `pymcp verify`, from outside.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { packageRoot } from '../../src/host/package-root.js';
import { attackedPromises } from '../../src/core/promises.js';
import { attackGroups } from '../../src/verify/attack.js';
import { layers } from '../../src/verify/layers.js';
import { loadCorpus } from '../../src/verify/load-corpus.js';
import { runCorpus } from '../../src/verify/run-corpus.js';
import type { TrialResult } from '../../src/verify/try-attack.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { slow } from '../support/time.js';
import { gatewayEnvironment, gatewayProgram } from './gateway-under-test.js';

const { attacks, library } = await loadCorpus();
const results = new Map<string, TrialResult>();
let tookMs = 0;

describe('the hostile corpus', () => {
  it('is every file of hostile/, each with a header that is in order', () => {
    const files = readdirSync(join(packageRoot(), 'hostile'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.py') && path !== 'attack.py')
      .map((path) => path.slice(0, -3));
    assert.deepEqual(attacks.map(({ name }) => name).sort(), files.sort());
  });

  it('has at least eighty attacks, some in every group, some on every promise', () => {
    const hostile = attacks.filter(({ header }) => header.group !== 'innocent');
    assert.ok(hostile.length >= 80, `${hostile.length}`);
    for (const group of attackGroups)
      assert.ok(attacks.filter(({ header }) => header.group === group).length >= 5, group);
    for (const promise of attackedPromises)
      assert.ok(hostile.filter(({ header }) => header.promise === promise).length >= 2, promise);
  });

  it('says what each layer that it names is, and names every one', () => {
    const named = new Set(attacks.flatMap(({ header }) => header.stoppedBy));
    assert.deepEqual(
      Object.keys(layers).filter((name) => ![...named].some((one) => one === name)),
      [],
    );
  });

  it('tries each thing once: no two attacks have the same title', () => {
    assert.equal(new Set(attacks.map(({ header }) => header.title)).size, attacks.length);
  });
});

describe('against the jail', () => {
  before(async () => {
    const started = Date.now();
    await runCorpus({
      attacks,
      library,
      program: gatewayProgram(),
      environment: gatewayEnvironment(),
      lanes: 2,
      onTried: (result) => results.set(result.name, result),
    });
    tookMs = Date.now() - started;
  });

  for (const { name, header } of attacks) {
    it(`${name}: ${header.title}`, () => {
      const result = results.get(name);
      assert.ok(result !== undefined, 'it was not run');
      assert.deepEqual(
        result.problems,
        [],
        `${result.outcomes.join(', ')}: ${result.said ?? 'said nothing'}`,
      );
    });
  }

  it('all of it takes less than two minutes', () => {
    assert.ok(tookMs < slow(120_000), `${tookMs} ms`);
  });
});

alsoAsOrdinaryUser(import.meta.url);
