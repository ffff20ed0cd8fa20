// The layout and the directions of the design hold for src/, and every rule that says so is one that can fail.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exportProblems, lengthProblems, nameProblems } from './architecture/file-rules.js';
import {
  backendProblems,
  channelProblems,
  cycleProblems,
  directionProblems,
  doorProblems,
  layoutProblems,
} from './architecture/import-rules.js';
import { readSourceFiles, type Rule } from './architecture/source-files.js';
import { stateProblems } from './architecture/state-rule.js';

type Files = Readonly<Record<string, string>>;

interface Case {
  readonly promise: string;
  readonly rule: Rule;
  readonly allowed: readonly Files[];
  readonly refused: readonly Files[];
}

const stateful = (text: string): Files => ({ 'src/core/a.ts': text });

const cases: readonly Case[] = [
  {
    promise: 'every file is in a folder of the layout',
    rule: layoutProblems,
    allowed: [{ 'src/core/a.ts': '' }, { 'src/sandbox/backends/x/b.ts': '' }],
    refused: [{ 'src/a.ts': '' }, { 'src/lib/a.ts': '' }],
  },
  {
    promise: 'imports run one way',
    rule: directionProblems,
    allowed: [
      { 'src/cli/a.ts': `import { b } from '../mcp/b.js';` },
      { 'src/execution/a.ts': `import { b } from '../audit/b.js';` },
      { 'src/secrets/a.ts': `import { b } from '../core/b.js';` },
      { 'src/host/a.ts': `import { z } from 'zod'; import { b } from './b.js';` },
    ],
    refused: [
      { 'src/core/a.ts': `import { b } from '../host/b.js';` },
      { 'src/sandbox/a.ts': `import type { B } from '../execution/b.js';` },
      { 'src/audit/a.ts': `export { b } from '../execution/b.js';` },
      { 'src/config/a.ts': `export const b = await import('../sandbox/b.js');` },
      { 'src/services/a.ts': `export type B = import('../mcp/b.js').B;` },
      { 'src/cli/a.ts': `export const load = (name: string) => import(name);` },
      { 'src/cli/a.ts': `import { b } from '../../../elsewhere.js';` },
    ],
  },
  {
    promise: 'only host/ starts processes or touches files',
    rule: doorProblems,
    allowed: [
      { 'src/host/a.ts': `import { spawn } from 'node:child_process';` },
      { 'src/sandbox/a.ts': `import type { Socket } from 'node:net'; import { join } from 'node:path';` },
      { 'src/mcp/a.ts': `import { createServer } from 'node:http';` },
      { 'src/core/a.test.ts': `import { readFileSync } from 'node:fs';` },
    ],
    refused: [
      { 'src/execution/a.ts': `import { spawn } from 'node:child_process';` },
      { 'src/cli/a.ts': `import { readFile } from 'fs/promises';` },
      { 'src/services/a.ts': `export const fs = await import('node:fs');` },
      { 'src/sandbox/a.ts': `import { createServer } from 'node:net';` },
      { 'src/core/a.ts': `import { createRequire } from 'node:module';` },
    ],
  },
  {
    promise: 'only the registry knows concrete backends',
    rule: backendProblems,
    allowed: [
      { 'src/sandbox/registry.ts': `export const load = () => import('./backends/x/launch.js');` },
      { 'src/sandbox/backends/x/a.ts': `import { b } from './deep/b.js';` },
    ],
    refused: [
      { 'src/sandbox/select.ts': `import { launch } from './backends/x/launch.js';` },
      { 'src/execution/a.ts': `import type { B } from '../sandbox/backends/x/b.js';` },
      { 'src/sandbox/backends/x/a.ts': `import { b } from '../y/b.js';` },
    ],
  },
  {
    promise: 'only channel/ reads guest bytes',
    rule: channelProblems,
    allowed: [
      { 'src/sandbox/channel/guest-channel.ts': `import { a } from './frame-decoder.js';` },
      { 'src/execution/a.ts': `import { GuestChannel } from '../sandbox/channel/guest-channel.js';` },
    ],
    refused: [
      { 'src/execution/a.ts': `import { FrameDecoder } from '../sandbox/channel/frame-decoder.js';` },
      { 'src/sandbox/a.ts': `import { parseGuestMessage } from './channel/guest-message.js';` },
    ],
  },
  {
    promise: 'there is no cycle',
    rule: cycleProblems,
    allowed: [
      {
        'src/core/a.ts': `import './b.js'; import './c.js';`,
        'src/core/b.ts': `import './c.js';`,
        'src/core/c.ts': '',
      },
    ],
    refused: [
      {
        'src/core/a.ts': `import './b.js';`,
        'src/core/b.ts': `import './c.js';`,
        'src/core/c.ts': `import type { B } from './b.js';`,
      },
      { 'src/core/a.ts': `import './a.js';` },
    ],
  },
  {
    promise: 'no module holds state',
    rule: stateProblems,
    allowed: [
      stateful('export const a = 1, b = /x/, c = () => 2, d = new TextDecoder();'),
      stateful('export const a = [1, { b: [2] }] as const;'),
      stateful('export const a: readonly string[] = [];'),
      stateful('export const a: ReadonlyMap<string, number> = new Map();'),
      stateful('export const a: Readonly<Record<string, number>> = {};'),
      stateful('export const a = Object.freeze({ b: 1 });'),
      stateful('interface A { readonly b: number; c(): void } export const a: A = { b: 1, c() {} };'),
      stateful('export function f() { let a = 1; const b = new Map(); return [++a, b]; }'),
      { 'src/core/a.test.ts': 'let a = 1; a += 1;' },
    ],
    refused: [
      stateful('let a = 1;'),
      stateful('export var a: number;'),
      stateful('const a = new Map<string, number>();'),
      stateful('const a = new Set([1]);'),
      stateful('const a: string[] = [];'),
      stateful('const a = { b: 1 };'),
      stateful('const a = Object.freeze({ b: [1] });'),
      stateful('const a: Record<string, number> = {};'),
      stateful('const a: ReadonlyMap<string, number[]> = new Map();'),
      stateful('const make = () => new Map<string, number>(); const a = make();'),
      stateful('class A { b = 1; } const a = new A();'),
      stateful('class A { #b = 1; c() { return ++this.#b; } } const a = new A();'),
      stateful('const a = new Uint8Array(4);'),
      stateful('const { a } = { a: [1] };'),
    ],
  },
  {
    promise: 'what is exported has a name',
    rule: exportProblems,
    allowed: [stateful('export const a = 1; export { b } from "./b.js"; export type { C } from "./c.js";')],
    refused: [
      stateful('export default 1;'),
      stateful('export default function a() {}'),
      stateful('const a = 1; export { a as default };'),
      stateful('export * from "./b.js";'),
      stateful('export * as b from "./b.js";'),
    ],
  },
  {
    promise: 'a file has at most 300 lines',
    rule: lengthProblems,
    allowed: [stateful('\n'.repeat(298))],
    refused: [stateful('const a = 1;\n'.repeat(301))],
  },
  {
    promise: 'a file is named in kebab-case, for what it holds',
    rule: nameProblems,
    allowed: [
      { 'src/core/execution-result.ts': '' },
      { 'src/core/a.test.ts': '' },
      { 'src/core/a.test-support.ts': '' },
    ],
    refused: [
      { 'src/core/executionResult.ts': '' },
      { 'src/Core/a.ts': '' },
      { 'src/core/utils.ts': '' },
      { 'src/host/process-manager.ts': '' },
      { 'src/helpers/a.ts': '' },
      { 'src/core/string-utils.ts': '' },
    ],
  },
];

describe('the architecture', () => {
  const sources = readSourceFiles();
  for (const { promise, rule, allowed, refused } of cases) {
    it(promise, () => {
      assert.deepEqual(rule(sources), []);
    });

    it(`${promise}: the rule can fail`, () => {
      for (const files of allowed) assert.deepEqual(rule(new Map(Object.entries(files))), []);
      for (const files of refused)
        assert.equal(rule(new Map(Object.entries(files))).length, 1, JSON.stringify(files));
    });
  }
});
