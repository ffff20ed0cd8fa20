// A certificate for hosts, made on the spot: no key stands in the repository, and no program is needed.
import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), toLength(body.length), body]);
};
/** As short as it can be: there are clients that take nothing else. */
const toLength = (length: number): Buffer => {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const identifier = (hex: string): Buffer => der(6, Buffer.from(hex, 'hex'));
/** RFC 5280, section 4.1.2.5.1: two digits of the year, until 2050. */
const time = (ms: number): Buffer => {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x17, Buffer.from(text.slice(2)));
};
const toName = (text: string): Buffer =>
  sequence(der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from(text)))));

interface Signer {
  readonly name: Buffer;
  readonly key: KeyObject;
}

/** @param hosts as which whoever has it may show itself @param isAuthority whether it may sign others */
interface Facts {
  readonly hosts: readonly string[];
  readonly isAuthority: boolean;
  readonly untilMs: number;
}

const dayMs = 86_400_000;

/** Signed by itself. */
export function makeCertificate(hosts: readonly string[], untilMs = Date.now() + dayMs): Certificate {
  const { privateKey, publicKey } = newKeys();
  const signer = { name: toName(hosts[0] ?? ''), key: privateKey };
  return {
    key: toPem(privateKey),
    cert: sign(signer, signer.name, publicKey, { hosts, isAuthority: true, untilMs }),
  };
}

/** Signed by an authority of its own, as clients want it that take no authority for a server. */
export function makeSignedCertificate(
  hosts: readonly string[],
): Certificate & { readonly authority: string } {
  const [authority, own] = [newKeys(), newKeys()];
  const untilMs = Date.now() + dayMs;
  const signer = { name: toName('An authority of a test'), key: authority.privateKey };
  return {
    authority: sign(signer, signer.name, authority.publicKey, { hosts: [], isAuthority: true, untilMs }),
    key: toPem(own.privateKey),
    cert: sign(signer, toName(hosts[0] ?? ''), own.publicKey, { hosts, isAuthority: false, untilMs }),
  };
}

const newKeys = (): { privateKey: KeyObject; publicKey: KeyObject } =>
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const toPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** RFC 5280, section 4.1, by ECDSA with SHA-256 (RFC 5758). */
function sign(
  signer: Signer,
  name: Buffer,
  publicKey: KeyObject,
  { hosts, isAuthority, untilMs }: Facts,
): string {
  const algorithm = sequence(identifier('2a8648ce3d040302'));
  const names = sequence(
    identifier('551d11'),
    der(4, sequence(...hosts.map((host) => der(0x82, Buffer.from(host))))),
  );
  const authority = sequence(
    identifier('551d13'),
    der(1, Buffer.from([255])),
    der(4, sequence(der(1, Buffer.from([255])))),
  );
  const body = sequence(
    der(0xa0, der(2, Buffer.from([2]))),
    der(2, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    signer.name,
    sequence(time(untilMs - 10 * dayMs), time(untilMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...(hosts.length === 0 ? [] : [names]), ...(isAuthority ? [authority] : []))),
  );
  const signature = createSign('sha256').update(body).sign(signer.key);
  const certificate = sequence(body, algorithm, der(3, Buffer.from([0]), signature));
  const lines =
    certificate
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n') ?? '';
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
