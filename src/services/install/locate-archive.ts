// install.verified: where an archive is asked for. That of an npm package has a name, `npm:NAME@VERSION`, and comes from the registry
// that npm is set to on this machine; every other has an address.
import { PymcpError } from '../../core/errors.js';
import { readNpmRegistry } from '../../host/npm-registry.js';
import type { ComponentArchive } from './manifest-schema.js';

export interface Located {
  readonly url: URL;
  /** Of the address and of all that it may lead to. */
  readonly hosts: readonly string[];
}

/** @throws PymcpError `install.no-registry` */
export async function locateArchive(
  { url, hosts }: Pick<ComponentArchive, 'url' | 'hosts'>,
  readRegistry: () => Promise<string | null> = readNpmRegistry,
): Promise<Located> {
  const named = url.match(/^npm:((?:@[^/@]+\/)?[^/@]+)@(.+)$/);
  if (named === null) return { url: new URL(url), hosts };
  const [, name = '', version = ''] = named;
  const registry = toRegistry(await readRegistry());
  const file = `${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
  return { url: new URL(`${name}/-/${file}`, registry), hosts: [registry.host] };
}

function toRegistry(said: string | null): URL {
  if (said === null) throw refused('npm does not say which it is set to');
  if (!URL.canParse(said)) throw refused('what npm is set to is no address');
  const registry = new URL(said.endsWith('/') ? said : `${said}/`);
  if (registry.protocol !== 'https:') throw refused(`${registry.host} is not asked by https`);
  // Who asks with a name and a password has them in npm's own settings, which are not read here.
  if (registry.username !== '' || registry.password !== '' || registry.search !== '' || registry.hash !== '')
    throw refused(`the address of ${registry.host} has more than a path`);
  return registry;
}

function refused(why: string): PymcpError {
  return new PymcpError(
    'install.no-registry',
    `the archive is in an npm registry, and ${why}`,
    'see npm config get registry; or bring the archive here by npm pack and give it with --file PATH',
  );
}
