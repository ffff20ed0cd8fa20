// An answer of HTTP that is no answer of the protocol.

export class HttpRefusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(`HTTP ${status}: ${text.slice(0, 200)}`);
    this.status = status;
  }
}
