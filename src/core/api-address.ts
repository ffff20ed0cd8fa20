// Whether a token may be sent to an address: https, or loopback for whoever tests. Pure.

const loopback: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** null where it may not. */
export function readApiAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return null;
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.includes(url.hostname));
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isSafe && isPlain ? url : null;
}
