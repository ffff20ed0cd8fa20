// A secret that a gateway is told of and a program knows, though no jail ever has it: the program gets it in pieces. And who looks
// for it in everything that came out.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { encoders } from '../../src/secrets/redact/encoders.test-support.js';
import { findSecret } from '../../src/verify/find-secret.js';

export const secretVariable = 'GH_PAT';
export const mask = `[secret ${secretVariable}]`;

export interface PlantedSecret {
  readonly value: string;
  /** For the environment of a gateway. */
  readonly env: Readonly<Record<string, string>>;
  /** Python behind tests/redaction/ways.py that has it as `v`. */
  readonly program: (code: string) => string;
  /** Fails where it stands in one of these, in whatever encoding. */
  readonly assertAbsent: (things: Readonly<Record<string, string | Buffer>>) => void;
  /** And where twelve characters of it stand together as they are. */
  readonly assertNoPart: (things: Readonly<Record<string, string | Buffer>>) => void;
}

/** Quotes, a slash, a plus and a letter beyond ASCII: each encoding writes one of them in its own way. */
const oddValue = (): string => `pk_${randomBytes(15).toString('hex')}/"+é&${randomBytes(3).toString('hex')}`;
/** What a header can carry. */
export const plainValue = (): string =>
  `ghp_${randomBytes(15).toString('hex')}/+&${randomBytes(3).toString('hex')}`;

export function plantSecret(value = oddValue()): PlantedSecret {
  const pieces = value.match(/.{1,5}/gu) ?? [];
  const assertAbsent: PlantedSecret['assertAbsent'] = (things) => {
    for (const [name, thing] of Object.entries(things)) assert.deepEqual(waysIn(value, thing), [], name);
  };
  return {
    value,
    env: { [secretVariable]: value },
    // Not everywhere that a secret is planted, there is a checkout.
    program: (code) =>
      `${readFileSync('tests/redaction/ways.py', 'utf8')}\nv = "".join(${JSON.stringify(pieces)})\n${code}`,
    assertAbsent,
    assertNoPart: (things) => {
      assertAbsent(things);
      for (const [name, thing] of Object.entries(things))
        for (let start = 0; start + 12 <= value.length; start += 1)
          assert.ok(!thing.includes(value.slice(start, start + 12)), `${name}: a part from ${start} on`);
    },
  };
}

/** Everything below a folder, and what the open files of a process hold, by their paths. */
export function everythingIn(folder: string, pid?: number): Record<string, Buffer> {
  const found: Record<string, Buffer> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    found[`name of ${path}`] = Buffer.from(entry.name);
    if (entry.isFile()) found[path] = readFileSync(path);
  }
  return pid === undefined ? found : { ...found, ...openFilesOf(pid) };
}

/** The files without a name in which a gateway keeps what is large, among them. */
function openFilesOf(pid: number): Record<string, Buffer> {
  const folder = `/proc/${pid}/fd`;
  const found: Record<string, Buffer> = {};
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    try {
      if (statSync(path).isFile()) found[`${path} (${readlinkSync(path)})`] = readFileSync(path);
    } catch (error) {
      // Closed meanwhile, or open for writing alone.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
  return found;
}

export function waysIn(value: string, thing: string | Buffer): string[] {
  const bytes = Buffer.from(thing);
  const found = encoders.filter(({ encode }) => bytes.includes(encode(value))).map(({ name }) => name);
  return [...found, ...findSecret(value, [bytes.toString('utf8'), bytes.toString('latin1')])];
}
