// What a client may want to be told of: something that it listed or read is not as it was.

export type Change =
  | { readonly kind: 'tool-list' }
  | { readonly kind: 'resource-list' }
  /** @property uri of the whole, as a list shows it */
  | { readonly kind: 'resource'; readonly uri: string };

/** Ends a watch; more than once is as good as once. */
export type StopWatching = () => void;
