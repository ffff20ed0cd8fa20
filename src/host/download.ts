// Fetches what an address that GitHub gave leads to, up to a size, and shows nobody a token: the address itself is the right to it.

/** null where it is larger. Redirections are not followed. @throws Error without the address in it */
export async function download(url: URL, mostBytes: number, signal: AbortSignal): Promise<Uint8Array | null> {
  const answer = await fetch(url, { redirect: 'manual', signal }).catch((error: unknown) => {
    throw new Error(
      error instanceof Error && error.name === 'TimeoutError' ? 'it took too long' : 'no connection',
    );
  });
  if (answer.status !== 200 || answer.body === null) throw new Error(`status ${answer.status}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
