// Runs a filter as the kernel would, for tests: classic BPF over struct seccomp_data. It knows only bytes, nothing of
// the rules or of the assembler, and refuses every instruction and jump that the kernel would refuse.

/** struct seccomp_data. */
export interface SeccompData {
  readonly nr: number;
  readonly arch: number;
  readonly ip: bigint;
  readonly args: readonly [bigint, bigint, bigint, bigint, bigint, bigint];
}

export type FilterVerdict =
  | { readonly action: 'allow' }
  | { readonly action: 'errno'; readonly errno: number }
  | { readonly action: 'kill-process' };

/** @throws RangeError where the kernel would not have taken the filter */
export function interpretFilter(bytes: Uint8Array, data: SeccompData): FilterVerdict {
  return toVerdict(run(bytes, encode(data)).returned);
}

/** How many instructions a call costs. */
export function countSteps(bytes: Uint8Array, data: SeccompData): number {
  return run(bytes, encode(data)).steps;
}

function run(bytes: Uint8Array, data: DataView): { returned: number; steps: number } {
  if (bytes.length === 0 || bytes.length % 8 !== 0 || bytes.length / 8 > 4096)
    throw new RangeError('not a filter');
  const program = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let accumulator = 0;
  let at = 0;
  for (let steps = 1; ; steps += 1) {
    if (at >= bytes.length / 8) throw new RangeError(`the filter runs past its end at ${at}`);
    const code = program.getUint16(at * 8, true);
    const k = program.getUint32(at * 8 + 4, true);
    const jump = (condition: boolean): number => program.getUint8(at * 8 + (condition ? 2 : 3));
    if (code === 0x06) return { returned: k, steps };
    if (code === 0x20) accumulator = loadWord(data, k);
    else if (code === 0x54) accumulator = (accumulator & k) >>> 0;
    else if (code === 0x05) at += k;
    else if (code === 0x15) at += jump(accumulator === k);
    else if (code === 0x25) at += jump(accumulator > k);
    else if (code === 0x35) at += jump(accumulator >= k);
    else if (code === 0x45) at += jump((accumulator & k) !== 0);
    else throw new RangeError(`unknown instruction 0x${code.toString(16)} at ${at}`);
    at += 1;
  }
}

function loadWord(data: DataView, offset: number): number {
  if (offset % 4 !== 0 || offset >= 64) throw new RangeError(`a load outside seccomp_data at ${offset}`);
  return data.getUint32(offset, true);
}

function encode({ nr, arch, ip, args }: SeccompData): DataView {
  const view = new DataView(new ArrayBuffer(64));
  view.setInt32(0, nr, true);
  view.setUint32(4, arch, true);
  view.setBigUint64(8, ip, true);
  args.forEach((value, index) => {
    view.setBigUint64(16 + 8 * index, value, true);
  });
  return view;
}

function toVerdict(returned: number): FilterVerdict {
  if (returned === 0x7fff0000) return { action: 'allow' };
  if (returned === 0x80000000) return { action: 'kill-process' };
  if (returned >>> 16 === 0x0005) return { action: 'errno', errno: returned & 0xffff };
  throw new RangeError(`unknown verdict 0x${returned.toString(16)}`);
}
