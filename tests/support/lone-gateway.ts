// A gateway of one run with the backend that is named, to be killed: the program is its input, and what that prints is its output.
import { text } from 'node:stream/consumers';
import { backendNames } from '../../src/core/backend-names.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import { defaultLimits } from '../../src/core/limits.js';
import { execute } from '../../src/execution/execute.js';
import { OutputSpool } from '../../src/execution/output-spool.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { loadBackend } from '../../src/sandbox/registry.js';

const code = await text(process.stdin);
const backend = backendNames.find((name) => name === process.argv[2]);
if (backend === undefined) throw new Error('name a backend');
const template = await openLoneTemplate(await loadBackend(backend), {
  interpreter: '/usr/bin/python3',
  preload: [],
  strict: false,
});
await execute(
  template,
  {
    ...{ code, fileName: 'main.py', files: [], environment: parseEnvironmentName('python') },
    ...{ spool: new OutputSpool(), limits: { ...defaultLimits, wallMs: 120_000 } },
  },
  {
    onStdout: (chunk) => {
      process.stdout.write(chunk);
    },
  },
);
