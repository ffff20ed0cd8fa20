// Which variables a run may be given: those of its network.
import { isGuestVariable } from '../../core/guest-variable.js';

const lowerCase: ReadonlySet<string> = new Set(['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']);

/** @throws Error where we are about to set another: a mistake of ours */
export function refuseOddNames(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!(isGuestVariable(name) || lowerCase.has(name)) || value.includes('\0'))
      throw new Error(`a run is given no variable ${JSON.stringify(name)}`);
  }
}
