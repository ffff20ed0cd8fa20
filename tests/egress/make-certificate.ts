// A certificate for hosts, signed by itself, made on the spot: no key stands in the repository, and no program is needed.
import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const identifier = (hex: string): Buffer => der(6, Buffer.from(hex, 'hex'));
const time = (ms: number): Buffer => {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x18, Buffer.from(text));
};

/** RFC 5280, section 4.1, by ECDSA with SHA-256 (RFC 5758). */
export function makeCertificate(hosts: readonly string[], untilMs = Date.now() + 86_400_000): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(identifier('2a8648ce3d040302'));
  const name = sequence(der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from(hosts[0] ?? '')))));
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
    name,
    sequence(time(untilMs - 10 * 86_400_000), time(untilMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(names, authority)),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const certificate = sequence(body, algorithm, der(3, Buffer.from([0]), signature));
  const lines =
    certificate
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n') ?? '';
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
