// The environments that programs ask for by themselves, the same for every command that runs programs.
import type { Audit } from '../audit/open-audit.js';
import type { Settings } from '../config/settings.js';
import { noJournal } from '../core/execution-journal.js';
import { parseEnvironmentName } from '../core/names.js';
import { findEnvironment } from '../execution/environments/known-environments.js';
import { openScripts } from '../services/scripts/open-scripts.js';
import type { ScriptEnvironments } from '../services/scripts/script-environments.js';
import { sayLess } from './say-less.js';

/** For the Python of the machine. @param onNote told of what is made for whom, a sentence */
export function openChosenScripts(
  { scripts, strict, outerBoundary }: Pick<Settings, 'scripts' | 'strict' | 'outerBoundary'>,
  audit: Audit | null,
  onNote: (text: string) => void,
): ScriptEnvironments {
  return openScripts(scripts, {
    interpreter: findEnvironment(parseEnvironmentName('python')).interpreter,
    strict,
    boundary: { outerBoundary, onLess: sayLess },
    journal: audit?.journal ?? noJournal,
    onNote,
  });
}
