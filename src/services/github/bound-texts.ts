// The texts of an answer, each within a number of characters and whole Unicode: what GitHub keeps may be longer than a model can read.

export function boundTexts<Value>(value: Value, most: number): Value {
  return bound(value, most) as Value;
}

function bound(value: unknown, most: number): unknown {
  if (typeof value === 'string') return shorten(value.toWellFormed(), most);
  if (Array.isArray(value)) return value.map((one) => bound(one, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bound(one, most)]));
}

function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${head}… (${text.length - head.length} characters left out)`;
}
