// What is in the root folder of an image and in no list of its distribution: packages of npm, by their package.json, and Node.js
// itself, by what its program says of itself. Nothing of the image is run.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Part, toLicences } from './bill.js';
import { splitName, toNpmUrl } from './lockfile-parts.js';

/** Not of the image but of a machine that runs it; and what is mounted over. */
const notOfImage = ['proc', 'sys', 'dev', 'run', 'tmp'] as const;
const nodePlaces = ['usr/local/bin/node', 'usr/bin/node', 'opt/node/bin/node'] as const;

/** Packages of npm anywhere below, each name and version once. */
export function toNpmParts(root: string): readonly Part[] {
  const found = new Map<string, Part>();
  for (const folder of listPackageFolders(root)) {
    const part = readPackage(join(folder, 'package.json'));
    if (part !== null) found.set(part['bom-ref'], part);
  }
  return [...found.values()];
}

/** null where there is none, or the distribution's own list has it. */
export function toNodePart(root: string, listed: readonly Part[]): Part | null {
  if (listed.some(({ name }) => name === 'nodejs')) return null;
  const place = nodePlaces.find((path) => isFile(join(root, path)));
  if (place === undefined) return null;
  const bytes = readFileSync(join(root, place));
  const version = /release\/v(\d+\.\d+\.\d+)\/node-v/.exec(bytes.toString('latin1'))?.[1];
  const purl = version === undefined ? 'pkg:generic/node' : `pkg:generic/node@${version}`;
  return {
    'bom-ref': purl,
    type: 'application',
    name: 'node',
    ...(version === undefined ? {} : { version, cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*` }),
    hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(bytes).digest('hex') }],
    purl,
    properties: [{ name: 'pymcp:path', value: `/${place}` }],
  };
}

/** Folders that a package of npm was put to: the children of node_modules, and of the scopes in it. Links are not followed. */
function listPackageFolders(root: string): readonly string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      if (folder === root && notOfImage.some((name) => name === entry.name)) continue;
      const path = join(folder, entry.name);
      if (/(?:^|\/)node_modules(?:\/@[^/]+)?$/.test(folder) && !entry.name.startsWith('@')) found.push(path);
      visit(path);
    }
  };
  visit(root);
  return found;
}

/** null where it is no description of a package. */
function readPackage(path: string): Part | null {
  if (!isFile(path)) return null;
  const { name: whole, version, license } = parse(readFileSync(path, 'utf8'));
  if (typeof whole !== 'string' || typeof version !== 'string') return null;
  const [group, name] = splitName(whole);
  const purl = toNpmUrl(whole, version);
  return {
    'bom-ref': purl,
    type: 'library',
    ...(group === null ? {} : { group }),
    name,
    version,
    ...toLicences(license),
    purl,
  };
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Some packages have broken ones among their tests. */
function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null ? (said as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
