// Tries the control of every attack, drops every layer and flag in turn, and says who noticed. Takes half an hour. Needs root. What was
// found is kept in bench/results/ablation.json, so that a part can be measured again, or what is missing.
//   node dist-test/scripts/run-ablation.js [--write] [--missing] [--only PART-OF-A-NAME,…]
import { parseArgs } from 'node:util';
import { loadCorpus } from '../src/verify/load-corpus.js';
import { needsControl, tryControl } from '../tests/ablation/controls.js';
import { inLanes } from '../tests/ablation/in-lanes.js';
import { attacksOn, isNoticed, noticeOf } from '../tests/ablation/notice.js';
import { PackageCopies } from '../tests/ablation/package-copy.js';
import { sweepPenGroups } from '../tests/ablation/pen/pen-groups.js';
import type { Switch } from '../tests/ablation/switch.js';
import { switches } from '../tests/ablation/switches.js';
import { AblationResults } from './ablation/ablation-results.js';
import { writeAblation } from './ablation/write-ablation.js';

const { values } = parseArgs({
  options: {
    /** Into docs/ablation.md as well, where everything was found. */
    write: { type: 'boolean', default: false },
    /** Nothing that was found before. */
    missing: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

const { attacks } = await loadCorpus();
const results = AblationResults.open();
const isWanted = ({ name }: { readonly name: string }): boolean =>
  values.only.split(',').some((part) => name.includes(part)) && !(values.missing && results.has(name));

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function dropAll(copies: PackageCopies, dropped: readonly Switch[]): Promise<void> {
  await inLanes(dropped.filter(isWanted), async (one) => {
    const isWhole = one.name === one.layer;
    // What holds without the whole layer holds without a part of it.
    const ofLayer = isWhole ? undefined : results.noticeOf(one.layer);
    const wanted = attacksOn(one, attacks).filter(({ name }) => ofLayer?.attacks.includes(name) ?? true);
    const notice = await noticeOf(copies, one, wanted, isWhole ? 'everybody' : 'somebody');
    results.addNotice(notice);
    if (one.unseen !== undefined) {
      if (isNoticed(notice)) process.exitCode = 1;
      say(isNoticed(notice) ? `NOTICED AFTER ALL ${one.name}` : `unseen ${one.name}: ${one.unseen}`);
      return;
    }
    const by = [notice.birth ?? [], notice.state, notice.attacks].flat().join(', ');
    say(by === '' ? `NOT NOTICED ${one.name}: ${notice.why}` : `noticed ${one.name}: ${by}`);
  });
}

await sweepPenGroups();
const copies = new PackageCopies();
const started = performance.now();
try {
  await inLanes(attacks.filter(needsControl).filter(isWanted), async (attack) => {
    const control = await tryControl(copies, attack);
    results.addControl(control);
    const { name, proof, why } = control;
    say(proof === null ? `NO SUCCESS ${name}: ${why}` : `succeeds ${name}: ${proof.slice(0, 100)}`);
  });
  await dropAll(
    copies,
    switches.filter(({ name, layer }) => name === layer),
  );
  await dropAll(
    copies,
    switches.filter(({ name, layer }) => name !== layer),
  );
} finally {
  copies.remove();
}

const wanted = [...attacks.filter(needsControl), ...switches.filter(({ unseen }) => unseen === undefined)];
const missing = wanted.filter(({ name }) => !results.has(name));
say(`${Math.round((performance.now() - started) / 1000)} s; without a result: ${missing.length}`);
if (missing.length > 0) process.exitCode = 1;
else if (values.write) writeAblation(attacks, results);
