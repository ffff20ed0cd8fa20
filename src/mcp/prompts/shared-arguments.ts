// Arguments that several prompts take: a session, an environment, data. What they may be is checked here, once.
import { showStart } from '../../core/show-start.js';
import { PymcpError } from '../../core/errors.js';
import { nearestName } from '../../core/nearest-name.js';
import type { PromptArgument } from './prompt-recipe.js';
import type { PromptSetting } from './prompt-setting.js';

export const sessionArgument = {
  description: 'The session it is about, as list_sessions shows it; left out: none.',
  isRequired: false,
  mostCharacters: 64,
} as const satisfies PromptArgument;

export const environmentArgument = {
  description: 'The Python environment to run in; left out: the ordinary one.',
  isRequired: false,
  mostCharacters: 64,
} as const satisfies PromptArgument;

/** A session of the caller. @throws PymcpError `session.unknown` */
export function checkSession({ sources }: PromptSetting, id: string | undefined): void {
  const { sessions } = sources.sessions.list(sources.caller);
  if (id === undefined || sessions.some((session) => session.id === id)) return;
  const near = nearestName(
    id,
    sessions.map((session) => session.id),
  );
  throw new PymcpError(
    'session.unknown',
    `there is no session ${JSON.stringify(showStart(id, 64))}`,
    near === null ? 'list_sessions shows those that there are' : `did you mean ${near}?`,
  );
}

/** @throws PymcpError `environment.unknown` */
export function checkEnvironment({ environments }: PromptSetting, name: string | undefined): void {
  if (name === undefined) return;
  const known = environments().map((environment) => environment.name as string);
  if (known.includes(name)) return;
  throw new PymcpError(
    'environment.unknown',
    `there is no Python environment ${JSON.stringify(showStart(name, 64))}`,
    `use one of: ${known.join(', ')}`,
  );
}

/** How run_python is called for it, as words behind "run_python"; empty where nothing is special. */
export function describeCall(session: string | undefined, environment: string | undefined): string {
  if (session !== undefined) return ` with session_id ${JSON.stringify(session)}`;
  return environment === undefined ? '' : ` with env ${JSON.stringify(environment)}`;
}
