// What an editor says, with the jail's addresses in place of its own. Pure.
import type { DoorUris } from './door-uris.js';
import { mapStrings } from './map-strings.js';

export type Mapped =
  { readonly kind: 'inside'; readonly params: unknown } | { readonly kind: 'outside'; readonly uri: string };

const isUri = (text: string): boolean => /^(?:file|untitled):\S*$/.test(text);

/** `outside` where a document or a place is named that has no name in the jail. @throws RangeError where it is nested too deeply */
export function fromEditor(params: unknown, uris: DoorUris): Mapped {
  const outside: string[] = [];
  const mapped = mapStrings(params, (text) => {
    if (!isUri(text)) return text;
    const uri = uris.toJail(text);
    if (uri === null) outside.push(text);
    return uri ?? '';
  });
  const [first] = outside;
  return first === undefined ? { kind: 'inside', params: mapped } : { kind: 'outside', uri: first };
}
