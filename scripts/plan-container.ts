// Prints what container/up.sh starts where there is an engine and no compose: kind and value, a line each.
//   node dist-test/scripts/plan-container.js docker|podman
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { toRunPlan } from './container/to-run-arguments.js';

const engine = process.argv[2] === 'docker' ? 'docker' : 'podman';
const folder = resolve('container');
const text = readFileSync('container/compose.yaml', 'utf8');
const plan = toRunPlan({ text, folder, variables: process.env }, engine);
const lines = [
  ...plan.networks.map((name) => `network ${name}`),
  ...plan.volumes.map((name) => `volume ${name}`),
  ...plan.arguments.map((argument) => `argument ${argument}`),
];
process.stdout.write(`${lines.join('\n')}\n`);
