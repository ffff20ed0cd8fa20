// The files in the layers of an image, as they are in the archives: what a later layer removes is still in an earlier one.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseSecretName } from '../../../src/core/names.js';
import { compileFinder } from '../../../src/secrets/scan/find-known.js';
import { findShapes } from '../../../src/secrets/scan/find-shapes.js';
import type { Engine } from './engine.js';

const tar = '/usr/bin/tar';
const options = { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 } as const;

export interface LayerEntry {
  /** As `tar -tv` shows it, such as `-rwxr-xr-x`. */
  readonly mode: string;
  /** From the root of the image. */
  readonly path: string;
}

export interface Layers {
  /** Of the configuration and the manifest, which say how it was built. */
  readonly documents: readonly string[];
  readonly entries: readonly LayerEntry[];
  /** Where their files are, a folder for each. */
  readonly folders: readonly string[];
}

export async function openLayers(engine: Engine, image: string): Promise<Layers> {
  const folder = join(engine.folder, 'layers');
  const archive = join(engine.folder, 'image.tar');
  await engine.run(['save', '--quiet', '--format', 'docker-archive', '--output', archive, image]);
  mkdirSync(folder);
  execFileSync(tar, ['-xf', archive, '-C', folder]);
  rmSync(archive);
  const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as [
    { readonly Config: string; readonly Layers: readonly string[] },
  ];
  const documents = ['manifest.json', manifest.Config].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  const entries = manifest.Layers.flatMap((layer) => listEntries(join(folder, layer)));
  const folders = manifest.Layers.map((layer, index) => {
    const into = join(folder, `layer-${index}`);
    mkdirSync(into);
    execFileSync(tar, ['-xf', join(folder, layer), '-C', into, '--no-same-owner', '--mode', 'u=rwX,go=']);
    return into;
  });
  return { documents, entries, folders };
}

function listEntries(layer: string): LayerEntry[] {
  return execFileSync(tar, ['-tvf', layer], options)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      // Mode, owner, size, day, time, name.
      const [mode = '', , , , , ...name] = line.split(/ +/);
      return {
        mode,
        path: `/${name
          .join(' ')
          .replace(/^\.?\//, '')
          .replace(/ -> .*$/, '')}`,
      };
    });
}

/** Where a value is in the layers or in the documents, in any encoding; or a file has the shape of a key. */
export async function findSecrets(
  { documents, folders }: Layers,
  canary: { readonly name: string; readonly value: string },
): Promise<{ readonly scanned: number; readonly found: readonly string[] }> {
  const finder = compileFinder([{ name: parseSecretName(canary.name), value: canary.value }]);
  const found = documents.filter((text) => finder.find(Buffer.from(text)).length > 0).map(() => 'a document');
  let scanned = 0;
  for (const folder of folders)
    for (const path of listFiles(folder)) {
      const bytes = readFileSync(join(folder, path));
      scanned += 1;
      if (finder.find(bytes).length > 0) found.push(`/${path}: ${canary.name}`);
      // Shapes are looked for in text, and in what the packages of others hold only where it is settings.
      else if (mayHaveShapes(path, bytes))
        for (const { line, kind } of await findShapes(path, bytes.toString('utf8')))
          found.push(`/${path}:${line}: ${kind}`);
    }
  return { scanned, found };
}

const mostShapedBytes = 1024 * 1024;

function mayHaveShapes(path: string, bytes: Buffer): boolean {
  const isOthers = /\/node_modules\/|^usr\/lib\/python3|^usr\/share\//.test(path);
  const isSettings = /(?:^|\/)(?:\.[^/]+|[^/]+\.(?:env|pem|key|conf|cfg|ini|ya?ml|npmrc))$/.test(path);
  return bytes.length <= mostShapedBytes && (!isOthers || isSettings) && !bytes.subarray(0, 8000).includes(0);
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
