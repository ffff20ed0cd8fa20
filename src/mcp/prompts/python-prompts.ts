// The prompts of the Python service, in the order in which a client lists them.
import type { OfferedPrompt } from '../offer.js';
import { explainError } from './explain-error.js';
import { exploreData } from './explore-data.js';
import { plotData } from './plot-data.js';
import { toOfferedPrompt } from './prompt-recipe.js';
import type { PromptSetting } from './prompt-setting.js';

export function pythonPrompts(setting: PromptSetting): readonly OfferedPrompt[] {
  return [
    toOfferedPrompt(explainError(setting)),
    toOfferedPrompt(plotData(setting)),
    toOfferedPrompt(exploreData(setting)),
  ];
}
