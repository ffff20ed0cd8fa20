// What the model reads of the network of run_python, in few words: clients cut long descriptions.
import type { PythonService } from '../../services/python/python-service.js';

const mostCharacters = 120;

export function describeNetwork(network: PythonService['network']): string {
  if (network === 'none') return 'There is no network: packages cannot be installed. ';
  const shown: string[] = [];
  for (const host of network) {
    if ([...shown, host].join(', ').length > mostCharacters) break;
    shown.push(host);
  }
  const left = network.length - shown.length;
  const more =
    left === 0
      ? ''
      : `${shown.length === 0 ? '' : ' and '}${left} ${shown.length === 0 ? 'named hosts' : 'more'}`;
  return `The network leads to ${shown.join(', ')}${more} alone, by HTTP(S)_PROXY, which is set. `;
}
