// A registry of npm on loopback, which has the packages that are installed in this checkout: each is packed when it is asked for.
// https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
import { execFile } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface NpmRegistry {
  readonly url: string;
  /** What was asked for and was not there: paths. */
  readonly missed: readonly string[];
  readonly close: () => void;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** @param folders of installed packages, relative to the repository or absolute; of one name there may be several versions */
export async function serveNpmRegistry(folders: readonly string[]): Promise<NpmRegistry> {
  const missed: string[] = [];
  const packages = folders.map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    return { folder, manifest, tarball: `/${manifest.name}/-/${manifest.version}.tgz` };
  });
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const packed = packages.find(({ tarball }) => tarball === path);
    if (packed !== undefined) void sendTarball(packed.folder, response);
    else {
      const versions = packages.filter(({ manifest }) => `/${manifest.name}` === path);
      if (versions.length === 0) missed.push(path);
      response.statusCode = versions.length === 0 ? 404 : 200;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(describe(versions)));
    }
  });
  const describe = (versions: typeof packages): object => ({
    name: versions[0]?.manifest.name,
    'dist-tags': { latest: versions[0]?.manifest.version },
    versions: Object.fromEntries(
      versions.map(({ manifest, tarball }) => [
        manifest.version,
        { ...manifest, dist: { tarball: `${url}${tarball}` } },
      ]),
    ),
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    missed,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Compressed as little as can be: it goes nowhere. What a package has for itself is a package of its own. */
async function sendTarball(folder: string, response: ServerResponse): Promise<void> {
  const options = [
    '--create',
    '--exclude=./node_modules',
    '--transform=s,^\\.,package,',
    '--directory',
    folder,
  ];
  const { stdout } = await promisify(execFile)('tar', [...options, '--use-compress-program=gzip -1', '.'], {
    encoding: 'buffer',
    maxBuffer: 2 ** 28,
  });
  response.end(stdout);
}
