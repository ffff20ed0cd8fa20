// A prompt as we write it, and as a service offers it: arguments that do not fit are refused with what would.
import { showStart } from '../../core/show-start.js';
import { PymcpError } from '../../core/errors.js';
import { nearestName } from '../../core/nearest-name.js';
import type { Complete, OfferedPrompt } from '../offer.js';

export interface PromptArgument {
  readonly description: string;
  readonly isRequired: boolean;
  readonly mostCharacters: number;
}

export interface PromptRecipe<Name extends string> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly args: Readonly<Record<Name, PromptArgument>>;
  /** What the user would say to the model. @throws PymcpError where the arguments do not fit */
  readonly write: (
    values: Partial<Readonly<Record<Name, string>>>,
    signal: AbortSignal,
  ) => Promise<string> | string;
  readonly complete: Complete;
}

export function toOfferedPrompt<Name extends string>(recipe: PromptRecipe<Name>): OfferedPrompt {
  const { name, title, description, complete } = recipe;
  const args = Object.entries<PromptArgument>(recipe.args);
  return {
    definition: {
      name,
      title,
      description,
      arguments: args.map(([argument, { description: what, isRequired }]) => ({
        name: argument,
        description: what,
        required: isRequired,
      })),
    },
    fill: async (given, context) => {
      const text = await recipe.write(parseArguments(recipe, given), context.mcpReq.signal);
      return { description: title, messages: [{ role: 'user', content: { type: 'text', text } }] };
    },
    complete,
  };
}

/** Blank ones count as left out: clients send a field that nobody filled in. */
function parseArguments<Name extends string>(
  { name, args }: PromptRecipe<Name>,
  given: Readonly<Record<string, string>>,
): Partial<Record<Name, string>> {
  const known = Object.entries<PromptArgument>(args);
  for (const argument of Object.keys(given)) refuseUnknown(name, Object.keys(args), argument);
  const filled = known.flatMap(([argument, { isRequired, mostCharacters }]) => {
    const value = Object.hasOwn(given, argument) ? (given[argument] ?? '') : '';
    if (value.trim() === '' && isRequired)
      throw invalid(name, `needs the argument ${argument}`, `give ${argument}`);
    if (value.length > mostCharacters)
      throw invalid(
        name,
        `takes at most ${mostCharacters} characters as ${argument}, and got ${value.length}`,
        'give the part that matters',
      );
    return value.trim() === '' ? [] : [[argument, value.toWellFormed()] as const];
  });
  return Object.fromEntries(filled) as Partial<Record<Name, string>>;
}

function refuseUnknown(prompt: string, known: readonly string[], argument: string): void {
  if (known.includes(argument)) return;
  const near = nearestName(argument, known);
  const hint = near === null ? `it takes ${known.join(', ')}` : `did you mean ${near}?`;
  throw invalid(prompt, `takes no argument ${JSON.stringify(showStart(argument, 80))}`, hint);
}

function invalid(prompt: string, what: string, hint: string): PymcpError {
  return new PymcpError('input.argument-invalid', `the prompt ${prompt} ${what}`, hint);
}
