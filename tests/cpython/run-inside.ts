// The inside: a sandbox of the real engine, with limits that the tests of CPython fit in. Nothing else is loosened.
import { defaultLimits, type Limits } from '../../src/core/limits.js';
import type { InputFile } from '../../src/core/exchanged-file.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import { execute } from '../../src/execution/execute.js';
import { openTemplate } from '../../src/execution/open-template.js';
import type { Template } from '../../src/sandbox/backend-contract.js';
import { slow } from '../support/time.js';
import type { Side } from './run-module.js';
import type { TestSuite } from './test-suite.js';

const MiB = 1024 * 1024;

const limits: Limits = {
  ...defaultLimits,
  wallMs: slow(1_200_000),
  memoryBytes: 900 * MiB,
  cpus: 2,
  pids: 512,
  scratchBytes: 256 * MiB,
  // Sparse ones: what they hold is bounded by the scratch space.
  fileBytes: 16 * 1024 * MiB,
  scratchInodes: 32_768,
  openFiles: 1024,
};

const environment = parseEnvironmentName('python');

export async function openInside({ more }: TestSuite): Promise<{ side: Side; close: () => Promise<void> }> {
  const template = await openTemplate({ interpreter: '/usr/bin/python3', preload: [], strict: false });
  return { side: toSide(template, more), close: () => template.close() };
}

function toSide(template: Template, files: readonly InputFile[]): Side {
  return async (code, onStdout) => {
    const request = { code, fileName: 'main.py', environment, limits, files };
    const { outcome, stderr } = await execute(template, request, {
      onStdout: (chunk) => {
        onStdout(chunk.toString());
      },
    });
    return `${JSON.stringify(outcome)}\n${stderr.text.slice(-2000)}`;
  };
}
