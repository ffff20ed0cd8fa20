// Runs CPython's own tests inside and outside and compares each test's end with what is published.
//   node dist-test/scripts/python-tests.js [--only PART-OF-A-NAME] [--json FILE]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openTemplate } from '../src/execution/open-template.js';
import { findDifferences } from '../tests/cpython/find-differences.js';
import { comparedModules } from '../tests/cpython/modules.js';
import { toInside } from '../tests/cpython/run-inside.js';
import { runModule } from '../tests/cpython/run-module.js';
import { outside } from '../tests/cpython/run-outside.js';

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, json: { type: 'string' } },
});
const template = await openTemplate({ interpreter: '/usr/bin/python3', preload: [], strict: false });
const found: Record<string, unknown> = {};
try {
  for (const { name } of comparedModules.filter((module) => module.name.includes(values.only))) {
    const t0 = Date.now();
    const out = await runModule(outside, [name]);
    const t1 = Date.now();
    const within = await runModule(toInside(template), [name]);
    const t2 = Date.now();
    const differences = findDifferences(out, within);
    found[name] = { out: Object.fromEntries(out), inside: Object.fromEntries(within), differences };
    process.stdout.write(`${name} ${out.size} ${within.size} ${t1 - t0} ${t2 - t1} ${differences.length}\n`);
  }
} finally {
  await template.close();
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(found, null, 1));
