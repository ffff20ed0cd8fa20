// path.protected: what a run has put where the host would execute or obey it, as a warning for a person.
import type { ExecutionResult } from '../core/execution-result.js';

/** Writes to stderr; silent where there is nothing to say. */
export function reportCreated({ createdProtected }: ExecutionResult): void {
  if (createdProtected.length === 0) return;
  const list = createdProtected.map((path) => `  ${path}\n`).join('');
  process.stderr.write(
    `warning: the program created what editors, shells, git or assistants act on, or what secrets are kept in:\n${list}` +
      'hint: read these files before you open the workspace with anything; remove what you did not ask for\n',
  );
}
