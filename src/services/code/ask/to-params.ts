// A place as the language server wants it.
import { type Spot, toPosition } from '../place/spot.js';
import { toUri } from '../server/workspace-uri.js';

export function toParams(spot: Spot): { textDocument: { uri: string }; position: object } {
  return { textDocument: { uri: toUri(spot.path) }, position: toPosition(spot) };
}
