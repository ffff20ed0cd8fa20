// Proves: jail.kernel, jail.once, limit.memory, limit.cpu, user.mcp, net.none, path.contained, path.protected, each by what happens
// without what keeps it. A part of `make ablation` (docs/ablation.md): of the controls so few that every layer and every group is among
// them, and of each layer who notices first when it is dropped. Root alone can build the pen.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Attack } from '../../src/verify/attack.js';
import { layers } from '../../src/verify/layers.js';
import { loadCorpus } from '../../src/verify/load-corpus.js';
import { chooseFew, type Control, tryControl } from './controls.js';
import { parseWitness, rowsBelow, type Witness } from './documented.js';
import { beginInLanes } from './in-lanes.js';
import { findProof } from './judge-control.js';
import { measure, type Measured } from './measure.js';
import { PackageCopies } from './package-copy.js';
import { sweepPenGroups } from './pen/pen-groups.js';
import { checkState } from './state/state-checks.js';
import { findSwitch } from './switches.js';

/** What the documentation says of a layer. */
interface Row {
  readonly layer: string;
  readonly witness: Witness;
}

if (process.getuid?.() === 0) {
  const { attacks } = await loadCorpus();
  const few = chooseFew(attacks);
  await sweepPenGroups();
  const copies = new PackageCopies();
  after(() => {
    copies.remove();
  });

  describe('the pen', () => {
    it('control: with nothing dropped, nothing is wrong with the state of a sandbox, and no attack succeeds', async () => {
      const two = attacks.filter(({ name }) => ['kernel/keyrings', 'files/host-secrets'].includes(name));
      const whole = await measure(copies, { dropped: [], attacks: two, checks: 'kept', look: 'yes' });
      assert.deepEqual(whole.snapshot === null ? whole.refusal : checkState(whole.snapshot), []);
      assert.deepEqual(
        whole.results.map(({ problems }) => problems),
        [[], []],
      );
    });
  });

  describe('without all that stops it', () => {
    const controls = { begun: new Map<Attack, Promise<Control>>() as ReadonlyMap<Attack, Promise<Control>> };
    before(() => {
      controls.begun = beginInLanes(few, (attack) => tryControl(copies, attack));
    });
    for (const attack of few) {
      it(`${attack.name} succeeds: ${attack.header.stoppedBy.join(', ')}`, async () => {
        const control = await controls.begun.get(attack);
        assert.notEqual(control?.proof ?? null, null, control?.why);
      });
    }
  });

  describe('a layer that is dropped alone is noticed:', () => {
    const rows = new Map(rowsBelow('Dropped, one at a time').map(([name = '', , by = '']) => [name, by]));
    const wanted = Object.keys(layers)
      .filter((layer) => rows.has(layer))
      .map((layer): Row => ({ layer, witness: parseWitness(rows.get(layer)?.split(', ')[0] ?? '') }))
      .filter((row) => !isControl(row));
    const seen = {
      begun: new Map<Row, Promise<string | null>>() as ReadonlyMap<Row, Promise<string | null>>,
    };
    before(() => {
      seen.begun = beginInLanes(wanted, askWitness);
    });
    for (const row of wanted) {
      it(`${row.layer}, by ${row.witness.kind} ${row.witness.name}`, async () => {
        assert.equal(await seen.begun.get(row), null);
      });
    }

    /** The control of an attack that this layer alone stops is the same measurement, and was made above. */
    function isControl({ layer, witness }: Row): boolean {
      return few.some(({ name, header }) => name === witness.name && header.stoppedBy.join() === layer);
    }

    /** Null where it notices. */
    async function askWitness({ layer, witness: { kind, name } }: Row): Promise<string | null> {
      const dropped = [findSwitch(layer)];
      const attack = attacks.filter((one) => one.name === name);
      const found =
        kind === 'attack'
          ? await measure(copies, { dropped, attacks: attack, checks: 'dropped', look: 'no' })
          : await measure(copies, { dropped, attacks: [], checks: 'kept', look: 'yes' });
      return hasNoticed(found) ? null : JSON.stringify(found).slice(0, 2000);

      function hasNoticed({ snapshot, results, refusal }: Measured): boolean {
        if (kind === 'birth') return snapshot === null && refusal !== null;
        if (kind === 'state')
          return snapshot !== null && checkState(snapshot).some(([check]) => check === name);
        return attack.some(({ header }) => findProof(header, results[0]?.problems ?? []) !== null);
      }
    }
  });
}
