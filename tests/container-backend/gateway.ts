// A gateway in a process of its own, to be killed: runs the program that is its input in a container, and passes on what that prints.
import { text } from 'node:stream/consumers';
import { defaultLimits } from '../../src/core/limits.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import { execute } from '../../src/execution/execute.js';
import { OutputSpool } from '../../src/execution/output-spool.js';
import { containerBackend } from '../../src/sandbox/backends/container/backend.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';

const code = await text(process.stdin);
const template = await openLoneTemplate(containerBackend, {
  interpreter: '/usr/bin/python3',
  preload: [],
  strict: false,
});
await execute(
  template,
  {
    ...{ code, fileName: 'main.py', files: [], environment: parseEnvironmentName('python') },
    ...{ spool: new OutputSpool(), limits: { ...defaultLimits, wallMs: 600_000 } },
  },
  {
    onStdout: (chunk) => {
      process.stdout.write(chunk);
    },
  },
);
