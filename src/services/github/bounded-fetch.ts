// One request whose answer is held to a number of bytes, after it was unpacked: what is larger ends the connection.
type Fetch = typeof globalThis.fetch;

/** Of an answer that was longer than it may be. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

const withoutBody: readonly number[] = [204, 205, 304];

export function boundFetch(mostBytes: number, fetch: Fetch = globalThis.fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { status, statusText, headers } = response;
    const bytes = await readBounded(response, mostBytes);
    return new Response(withoutBody.includes(status) ? null : bytes, { status, statusText, headers });
  };
}

async function readBounded({ body }: Response, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  if (body === null) return new Uint8Array();
  let length = 0;
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    length += part.length;
    // Leaving the loop cancels the stream.
    if (length > mostBytes) throw new AnswerTooLarge();
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts, length));
}
