// A value that only GitHub can open: a sealed box of libsodium for the public key of the repository's secrets.
import sodium from 'libsodium-wrappers';

/** @param key base64, 32 bytes @returns base64; null where the key is none */
export async function sealValue(value: string, key: string): Promise<string | null> {
  await sodium.ready;
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== sodium.crypto_box_PUBLICKEYBYTES || bytes.toString('base64') !== key) return null;
  return Buffer.from(sodium.crypto_box_seal(Buffer.from(value), bytes)).toString('base64');
}
