// Who asks: the token over HTTP, the connection over stdio. What one caller made, no other sees or uses.

declare const checked: unique symbol;

/** Compared as a whole, never shown. */
export type Caller = string & { readonly [checked]: 'caller' };

export function toCaller(text: string): Caller {
  return text as Caller;
}
