// The language of the filter: a decision tree over the fields of struct seccomp_data (seccomp(2)). Pure types.

/** Linux error numbers, the same on x86-64 and arm64 (asm-generic/errno.h). */
export const errnoNumbers = {
  EPERM: 1,
  ENOMEM: 12,
  EINVAL: 22,
  ENOSYS: 38,
  ENOPROTOOPT: 92,
  EPROTONOSUPPORT: 93,
  ESOCKTNOSUPPORT: 94,
  EAFNOSUPPORT: 97,
} as const;

export type ErrnoName = keyof typeof errnoNumbers;

/** What happens to a call. */
export type Verdict = 'allow' | 'kill-process' | ErrnoName;

/** A number from 0 to 5 is that argument of the call, of which only the low 32 bits are compared. */
export type Field = 'architecture' | 'number' | 0 | 1 | 2 | 3 | 4 | 5;

/** Looks at one field, masked, and goes on with the case that names the value. No value is in two cases. */
export interface Choice {
  readonly on: Field;
  /** Bits that count; all 32 where it is missing. */
  readonly mask?: number;
  readonly cases: readonly { readonly values: readonly number[]; readonly then: Rule }[];
  readonly otherwise: Rule;
}

export type Rule = Verdict | Choice;
