// Whether a value only holds the place of a secret. Pure. What is wrongly taken for one is refused with a word about it; what is
// wrongly taken for a secret would fail at the service that gets it.

/** As a whole, whatever the case. */
const whole =
  /^(?:placeholder|change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this)|fill[-_ ]?(?:me|this)?[-_ ]?in|fix[-_ ]?me|todo|tbd|n\/?a|none|null|nil|undefined|unset|empty|dummy|fake|sample|example|test|testing|secret|password|token|key|api[-_ ]?key|foo|bar|baz|x+|\*+|\.+|…+|-+|_+|\?+|0+|123(?:4(?:5(?:6)?)?)?)$/i;
/** `<your token>`, `${TOKEN}`, `{{ token }}`, `[token]`, `%TOKEN%`. */
const framed = /^(?:<.*>|\$?\{.*\}|\[.*\]|%\w+%)$/s;
const spoken = /^(?:your|my|the|insert|enter|put|paste|add)[-_ ].*|.*[-_ ](?:goes[-_ ])?here$/is;
const marked = /(?:^|[^a-z])(?:placeholder|change[-_]?me|replace[-_]?me)(?:[^a-z]|$)/i;
/** The beginning of a real one, and then nothing real: `ghp_xxxx`, `sk-ant-...`. */
const shaped = /^(?:gh[pousr]_|github_pat_|sk-(?:ant-)?(?:api\d\d-)?)(?:[xX]+|[*.…_-]*|your.*)$/;

/** What `setup` and `check` write where there is no value. */
export const placeholder = 'PLACEHOLDER';

export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  return text === '' || [whole, framed, spoken, marked, shaped].some((pattern) => pattern.test(text));
}
