// The tools of the code service, in the order in which a client lists them.
import type { Caller } from '../../core/caller.js';
import type { CodeService } from '../../services/code/code-service.js';
import type { OfferedTool } from '../offer.js';
import { toOfferedTool } from '../sessions/session-tool.js';
import { callHierarchy } from './call-hierarchy.js';
import { codeActions } from './code-actions.js';
import { completion, signature } from './completion.js';
import { diagnostics } from './diagnostics.js';
import { format } from './format.js';
import { hover } from './hover.js';
import { complexity, lint } from './lint.js';
import { references } from './references.js';
import { rename } from './rename.js';
import { findSymbol, symbols } from './symbols.js';
import { definition, implementations } from './targets.js';

export function offerCodeTools(service: CodeService, caller: Caller): readonly OfferedTool[] {
  return [
    toOfferedTool(findSymbol(service)),
    toOfferedTool(symbols(service)),
    toOfferedTool(hover(service)),
    toOfferedTool(definition(service)),
    toOfferedTool(references(service)),
    toOfferedTool(implementations(service)),
    toOfferedTool(callHierarchy(service)),
    toOfferedTool(completion(service)),
    toOfferedTool(signature(service)),
    toOfferedTool(diagnostics(service)),
    toOfferedTool(rename(service, caller)),
    toOfferedTool(codeActions(service, caller)),
    toOfferedTool(lint(service)),
    toOfferedTool(complexity(service)),
    toOfferedTool(format(service, caller)),
  ];
}
