// What a container says on its standard streams, as Docker hands it over: a header of eight bytes before each part, of which the last
// four are its length, big-endian (attach in Docker's API). Bounded: only the last words count.

const headerBytes = 8;
const mostWords = 8192;

export class FrameText {
  #pending = Buffer.alloc(0);
  #left = 0;
  #text = '';

  get text(): string {
    return this.#text;
  }

  add(data: Buffer): void {
    let rest = Buffer.concat([this.#pending, data]);
    while (rest.length > 0) {
      if (this.#left === 0) {
        if (rest.length < headerBytes) break;
        this.#left = rest.readUInt32BE(4);
        rest = rest.subarray(headerBytes);
        continue;
      }
      const part = rest.subarray(0, this.#left);
      this.#text = (this.#text + part.toString('utf8')).slice(-mostWords);
      this.#left -= part.length;
      rest = rest.subarray(part.length);
    }
    this.#pending = rest;
  }
}
