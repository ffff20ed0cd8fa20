// Says that something may have been written into the workspace, from whichever service wrote to whoever watches; the services
// are opened one after the other and do not know each other.

export class WriteSignal {
  #heard: () => void = () => undefined;

  /** One hears it: the last that asked to. */
  hear(heard: () => void): void {
    this.#heard = heard;
  }

  /** After the writing, or when it may have happened. Costs nothing where nobody hears. */
  readonly tell = (): void => {
    this.#heard();
  };
}
