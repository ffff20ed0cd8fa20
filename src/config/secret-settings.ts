// What the configuration says of secrets: which there are and where their values can be had. Never a value.

export interface SecretSettings {
  readonly usedBy?: string | undefined;
  readonly from?: string | undefined;
  readonly required?: boolean | undefined;
  /** `op://…`, or a program with its arguments, which prints the value. */
  readonly reference?: string | readonly string[] | undefined;
}

export const secretsKey = 'secrets';
export const sayFitOfSecrets =
  'write "secrets": { "NAME": { "usedBy": "…", "from": "…", "required": true, "reference": "op://…" or ["program", "argument"] } }';
