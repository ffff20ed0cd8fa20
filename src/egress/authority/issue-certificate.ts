// Certificates of X.509 (RFC 5280) with ECDSA P-256, as the gateway issues them: one for itself, which signs, and one for each host
// that it stands for. The library writes the structures; the signature is that of Node.js.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import type { CanonicalHost } from '../policy/canonical-host.js';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Who signs: its name and its key. */
export interface Issuer {
  readonly name: string;
  readonly keys: KeyPair;
}

const ecdsaWithSha256 = '1.2.840.10045.4.3.2';
const commonName = '2.5.4.3';
const serverAuthentication = '1.3.6.1.5.5.7.3.1';
const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

export function makeKeys(): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}

/** As PEM: signed by itself, and of use for signing those of hosts alone, with none between. */
export function issueAuthority({ name, keys }: Issuer, period: Period): string {
  const usage = new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign);
  return issue({ name, keys }, { name, publicKey: keys.publicKey, period }, [
    extension('basicConstraints', new BasicConstraints({ cA: true, pathLenConstraint: 0 }), 'critical'),
    extension('keyUsage', usage, 'critical'),
    extension('subjectKeyIdentifier', new SubjectKeyIdentifier(identify(keys.publicKey))),
  ]);
}

/** As PEM, for a server of these hosts and nothing else. */
export function issueForHost(
  issuer: Issuer,
  hosts: readonly CanonicalHost[],
  publicKey: KeyObject,
  period: Period,
): string {
  const issuerKey = new SubjectKeyIdentifier(identify(issuer.keys.publicKey));
  const names = hosts.map(({ kind, text }) => (kind === 'name' ? { dNSName: text } : { iPAddress: text }));
  return issue(issuer, { name: subject, publicKey, period }, [
    extension('basicConstraints', new BasicConstraints({ cA: false }), 'critical'),
    extension('keyUsage', new KeyUsage(KeyUsageFlags.digitalSignature), 'critical'),
    extension('extendedKeyUsage', new ExtendedKeyUsage([serverAuthentication])),
    extension(
      'subjectAlternativeName',
      new SubjectAlternativeName(names.map((name) => new GeneralName(name))),
    ),
    extension('subjectKeyIdentifier', new SubjectKeyIdentifier(identify(publicKey))),
    extension('authorityKeyIdentifier', new AuthorityKeyIdentifier({ keyIdentifier: issuerKey })),
  ]);
}

/** Whom a certificate is for stands in its alternative name; this one is read by people. */
const subject = 'a host, by isolated-pymcp';

interface Subject {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly period: Period;
}

function issue(issuer: Issuer, { name, publicKey, period }: Subject, extensions: Extension[]): string {
  const algorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: makeSerial(),
    signature: algorithm,
    issuer: toName(issuer.name),
    validity: new Validity({ notBefore: new Date(period.fromMs), notAfter: new Date(period.untilMs) }),
    subject: toName(name),
    subjectPublicKeyInfo: AsnConvert.parse(exportKey(publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions(extensions),
  });
  const signed = Buffer.from(AsnConvert.serialize(tbsCertificate));
  const signatureValue = toBytes(sign('sha256', signed, issuer.keys.privateKey));
  return toPem(
    AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue })),
  );
}

/** 16 bytes (section 4.1.2.2), positive and with no zero at their beginning. */
function makeSerial(): ArrayBuffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return toBytes(serial);
}

function toName(text: string): Name {
  const value = new AttributeValue({ utf8String: text });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: commonName, value })])]);
}

function extension(
  id: keyof typeof extensionIds,
  value: object,
  weight: 'critical' | 'plain' = 'plain',
): Extension {
  return new Extension({
    extnID: extensionIds[id],
    critical: weight === 'critical',
    extnValue: new OctetString(AsnConvert.serialize(value)),
  });
}

/** RFC 7093, section 2: 160 bits of a hash of the key. */
function identify(publicKey: KeyObject): ArrayBuffer {
  return toBytes(createHash('sha256').update(exportKey(publicKey)).digest().subarray(0, 20));
}

const exportKey = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

/** A copy, in memory of its own. */
const toBytes = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

function toPem(der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
