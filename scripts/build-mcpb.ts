// Builds the .mcpb bundle for Claude Desktop: a zip of manifest.json, the compiled server, the guest and the packages behind
// them. The same sources give the same bytes: sorted names, one date, fixed modes.
//   node dist-test/scripts/build-mcpb.js [FOLDER]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { listBundled } from './bundle/list-bundled.js';
import { type PackageFacts, toManifest } from './bundle/manifest.js';

/** The first that a zip can have. */
const mtime = '1980-01-01T00:00:00';
const ordinaryFile = { os: 3, attrs: 0o100644 << 16, mtime, level: 9 } as const;

const facts = JSON.parse(readFileSync('package.json', 'utf8')) as PackageFacts;
const manifest = Buffer.from(`${JSON.stringify(toManifest(facts), null, 2)}\n`);
const files: Zippable = { 'manifest.json': [manifest, ordinaryFile] };
for (const path of listBundled()) files[path] = [readFileSync(path), ordinaryFile];

const folder = process.argv[2] ?? 'dist-bundle';
mkdirSync(folder, { recursive: true });
const bundle = join(folder, `${facts.name}-${facts.version}.mcpb`);
writeFileSync(bundle, zipSync(files));
console.log(bundle);
