// dev
import { loadCorpus } from '../src/verify/load-corpus.js';
import { findProof } from '../tests/ablation/judge-control.js';
import { measure } from '../tests/ablation/measure.js';
import { PackageCopies } from '../tests/ablation/package-copy.js';
import { checkState } from '../tests/ablation/state/state-checks.js';
import { findSwitch, switches, switchesFor } from '../tests/ablation/switches.js';

const [mode = '', only = '', drops = ''] = process.argv.slice(2);
const { attacks } = await loadCorpus();
const copies = new PackageCopies();
const chosen = attacks.filter(({ name, header }) => header.stoppedBy.length > 0 && new RegExp(only).test(name));
if (mode === 'state') {
  const list = only === '' ? [[]] : only === 'all' ? switches.map((one) => [one]) : only.split(',').map((name) => [findSwitch(name)]);
  const todo = [...list];
  const work = async (): Promise<void> => {
    for (let one = todo.shift(); one !== undefined; one = todo.shift()) {
      const at = Date.now();
      try {
        const kept = await measure(copies, { dropped: one, attacks: [], checks: 'kept', look: 'yes' });
        const blind = kept.snapshot === null ? await measure(copies, { dropped: one, attacks: [], checks: 'dropped', look: 'yes' }) : kept;
        const found = blind.snapshot === null ? `NOTHING ${blind.refusal ?? ''}` : checkState(blind.snapshot).map((p) => p.join(': ')).join(' | ');
        console.log(`${one.map((s) => s.name).join()}: ${kept.snapshot === null ? 'REFUSED ' + String(kept.refusal).slice(0, 120) : ''} ;; ${found.slice(0, 250)} ${Date.now() - at}ms`);
      } catch (error) {
        console.log(`ERR ${one.map((s) => s.name).join()} ${String(error).slice(0, 300)}`);
      }
    }
  };
  await Promise.all([work(), work()]);
  copies.remove();
  process.exit(0);
}
const queue = [...chosen];
async function lane(): Promise<void> {
  for (let attack = queue.shift(); attack !== undefined; attack = queue.shift()) {
    if (attack.header.stoppedBy.includes('host-quota') && drops === '') continue;
    const set = drops === '' ? attack.header.stoppedBy : [];
    const dropped = drops === '' ? switchesFor(set) : drops.split(',').map(findSwitch);
    const at = Date.now();
    try {
      const found = await measure(copies, { dropped, attacks: [attack], checks: 'dropped', look: 'no' });
      const proof = findProof(attack.header, found.results[0]?.problems ?? []);
      console.log(
        `${proof !== null ? 'OK  ' : 'FAIL'} ${attack.name} [${(drops || attack.header.stoppedBy.join(','))}] ${Date.now() - at}ms ${proof === null ? '' : found.results[0]?.problems.join(' | ').slice(0, 200)} ${proof === null ? JSON.stringify(found).slice(0, 600) : ''}`,
      );
    } catch (error) {
      console.log(`ERR  ${attack.name} [${attack.header.stoppedBy.join(',')}] ${String(error).slice(0, 300)}`);
    }
  }
}
await Promise.all([lane(), lane()]);
copies.remove();
