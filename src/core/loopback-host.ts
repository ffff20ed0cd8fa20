// port.loopback: the addresses that a gateway may listen on. A list of what is right, not of what is wrong: other ways to
// write the same address (127.1, 0x7f000001) are refused with the others.
import { showStart } from './show-start.js';
import { PymcpError } from './errors.js';

export type LoopbackHost = '127.0.0.1' | '::1';

/** As a person writes it. A name is not looked up: what `localhost` leads to is for us to say. */
const spellings: ReadonlyMap<string, LoopbackHost> = new Map([
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', '127.0.0.1'],
  ['::1', '::1'],
  ['[::1]', '::1'],
]);

export const loopbackSpellings: readonly string[] = [...spellings.keys()];

/** @param name of the option or variable @throws PymcpError `config.not-loopback` */
export function parseLoopbackHost(name: string, text: string): LoopbackHost {
  const host = spellings.get(text);
  if (host !== undefined) return host;
  throw new PymcpError(
    'config.not-loopback',
    `${name} ${JSON.stringify(showStart(text, 60))} is not a loopback address of this machine, and whoever reaches a gateway can run programs on it`,
    `use ${loopbackSpellings.join(', ')}; from another machine come through a tunnel (ssh -L 3001:127.0.0.1:3001 HOST): no option opens the port to others`,
  );
}
