// A redactor for tests: one value, as it is, and `[masked]` in its place, which is as long.
import type { SecretRedactor, SecretStream } from '../../core/secret-redactor.js';

/** @param value of eight characters, so that lengths stay as they are */
export function plainRedactor(value: string): SecretRedactor {
  const redactText = (text: string): string => text.replaceAll(value, '[masked]');
  const redactBytes = (bytes: Uint8Array): Buffer =>
    Buffer.from(redactText(Buffer.from(bytes).toString('latin1')), 'latin1');
  return {
    isActive: true,
    longestBytes: value.length,
    redactText,
    redactBytes,
    redactPart: (bytes, from, to) => redactBytes(bytes).subarray(from, to),
    redactValue: (whole) => JSON.parse(redactText(JSON.stringify(whole))) as typeof whole,
    openStream: () => openStream(value, redactText),
  };
}

function openStream(value: string, redactText: (text: string) => string): SecretStream {
  let held = '';
  const take = (): string => {
    const taken = held;
    held = '';
    return taken;
  };
  return {
    push(chunk) {
      const all = redactText(take() + Buffer.from(chunk).toString('latin1'));
      for (let length = Math.min(value.length - 1, all.length); length > 0; length -= 1) {
        if (!value.startsWith(all.slice(-length))) continue;
        held = all.slice(-length);
        return Buffer.from(all.slice(0, -length), 'latin1');
      }
      return Buffer.from(all, 'latin1');
    },
    end: () => Buffer.from(take(), 'latin1'),
    cut: () => {
      take();
      return Buffer.alloc(0);
    },
  };
}
