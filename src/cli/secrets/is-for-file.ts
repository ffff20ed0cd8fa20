// Whether `.env` is meant: where it is named, or nothing else is.

export interface PlaceFlags {
  readonly local?: true;
  readonly keyring?: true;
  readonly github?: true;
}

export function isForFile({ local, keyring, github }: PlaceFlags): boolean {
  return local === true || (keyring !== true && github !== true);
}
