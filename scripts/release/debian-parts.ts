// What dpkg's list says that is installed: /var/lib/dpkg/status, and /etc/os-release for which distribution it is. Pure.
import type { Part } from './bill.js';

type Fields = ReadonlyMap<string, string>;

/** @returns the system itself, and a part for each package of it that is installed */
export function toDebianParts(status: string, osRelease: string): readonly Part[] {
  const system = readRelease(osRelease);
  const id = system.get('ID') ?? 'debian';
  const version = system.get('VERSION_ID') ?? '';
  const distribution = version === '' ? id : `${id}-${version}`;
  const packages = status
    .split(/\n{2,}/)
    .map(readStanza)
    .filter((fields) => /\binstalled$/.test(fields.get('Status') ?? ''))
    .map((fields) => toPart(fields, id, distribution));
  const name = system.get('PRETTY_NAME') ?? id;
  return [
    {
      'bom-ref': `os:${distribution}`,
      type: 'operating-system',
      name: id,
      ...(version === '' ? {} : { version }),
      description: name,
    },
    ...packages,
  ];
}

function toPart(fields: Fields, id: string, distribution: string): Part {
  const name = fields.get('Package') ?? '';
  const version = fields.get('Version') ?? '';
  const architecture = fields.get('Architecture') ?? '';
  const where = `arch=${encodeURIComponent(architecture)}&distro=${encodeURIComponent(distribution)}`;
  const purl = `pkg:deb/${id}/${encodeURIComponent(name)}@${encodeURIComponent(version)}?${where}`;
  return {
    'bom-ref': purl,
    type: 'library',
    name,
    version,
    purl,
    properties: [{ name: 'pymcp:source', value: toSource(fields, name, version) }],
  };
}

/** What advisories of Debian are about: the source package, with a version where it has another. */
function toSource(fields: Fields, name: string, version: string): string {
  const [source = name, other] = (fields.get('Source') ?? name).split(' ');
  return `${source} ${other?.replace(/^\(|\)$/g, '') ?? version}`;
}

/** Lines that go on begin with a space: none of the fields that are read has any. */
function readStanza(text: string): Fields {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, key, value] = /^([A-Za-z-]+): (.*)$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
}

function readRelease(text: string): Fields {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, key, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return key === undefined || value === undefined
        ? []
        : [[key, value.replace(/^"(.*)"$/, '$1')] as const];
    }),
  );
}
