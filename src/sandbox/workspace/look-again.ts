// path.protected: what is to be masked can move between the look at a workspace and the mount. Then the birth is tried again.
import { PymcpError } from '../../core/errors.js';

const mostAttempts = 5;

/** @param birth looks anew each time. @throws as the last of them, or the first that failed for another reason */
export async function lookAgain<Born>(birth: () => Promise<Born>): Promise<Born> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await birth();
    } catch (error) {
      const isWorthAnother = error instanceof PymcpError && error.code === 'workspace.changed';
      if (!isWorthAnother || attempt === mostAttempts) throw error;
    }
  }
}
