// Wheels that were made to harm or are broken, by what is wrong with them. Their hashes are right: whoever pins them gets what he pinned.
import { fileMode, linkMode } from './make-zip.js';
import type { WheelPlan, WrongWheel } from './make-wheel.js';

const main = 'wrong/__init__.py';

/** A record whose line of a file is another. */
const recordWith =
  (path: string, change: (fields: readonly string[]) => readonly string[]) =>
  (lines: readonly string[]): readonly string[] =>
    lines.map((line) => (line.startsWith(`${path},`) ? change(line.split(',')).join(',') : line));

const entry = (name: string, body: string | Buffer = 'x', mode = fileMode): WrongWheel => ({
  entries: [{ name, body, mode }],
});
/** With a line in the record too, so that nothing but the name is wrong. */
const recorded = (name: string, body = 'x'): Pick<WheelPlan, 'files'> => ({
  files: { 'wrong/__init__.py': '', [name]: body },
});
const zeros = (size: number): Buffer => Buffer.alloc(size);

/** Each is of the project `wrong`, version 1.0. */
export const wrongWheels: Readonly<Record<string, () => WheelPlan>> = {
  'a hash in RECORD that is another file’s': () =>
    wrong({
      record: recordWith(main, ([path = '', , size = '']) => [path, `sha256=${'A'.repeat(43)}`, size]),
    }),
  'a size in RECORD that is not so': () =>
    wrong({ record: recordWith(main, ([path = '', hash = '']) => [path, hash, '7']) }),
  'a file that RECORD does not name': () => wrong(entry('wrong/more.py', 'import os\n')),
  'a line of RECORD without a file': () =>
    wrong({ record: (lines) => [...lines, 'wrong/none.py,sha256=AAAA,1'] }),
  'a line of RECORD without a hash': () =>
    wrong({ record: recordWith(main, ([path = '']) => [path, '', '']) }),
  'a hash of RECORD by MD5': () =>
    wrong({
      record: recordWith(main, ([path = '', , size = '']) => [path, 'md5=1B2M2Y8AsgTpgAmY7PhCfg', size]),
    }),
  'no RECORD': () => wrong({ record: () => null }),
  'a path with ..': () => ({ name: 'wrong', ...recorded('../../escaped.py') }),
  'a path with .. within': () => ({ name: 'wrong', ...recorded('wrong/../../../escaped.py') }),
  'an absolute path': () => ({ name: 'wrong', ...recorded('/tmp/pymcp-escaped.py') }),
  'a backslash': () => ({ name: 'wrong', ...recorded('wrong\\..\\..\\escaped.py') }),
  'an empty part': () => ({ name: 'wrong', ...recorded('wrong//main.py') }),
  'a control character': () => ({ name: 'wrong', ...recorded('wrong/a\x1bb.py') }),
  'a symbolic link': () => wrong(entry('wrong/link', '/etc/passwd', linkMode)),
  'a symbolic link, and a file through it': () =>
    wrong({
      entries: [
        { name: 'wrong/out', body: '/tmp', mode: linkMode },
        { name: 'wrong/out/escaped.py', body: 'x' },
      ],
    }),
  'a device': () => wrong(entry('wrong/device', '', 0o020666)),
  'a FIFO': () => wrong(entry('wrong/fifo', '', 0o010666)),
  'a set-user-id bit': () => wrong(entry('wrong/tool', '', 0o104755)),
  'one file twice': () => wrong(entry(main, 'import os\n')),
  'names that differ by case': () => ({
    name: 'wrong',
    files: { 'wrong/__init__.py': '', 'wrong/main.py': '1\n', 'wrong/MAIN.py': '2\n' },
  }),
  'a file that is a folder too': () => ({
    name: 'wrong',
    files: { 'wrong/__init__.py': '', 'wrong/a': '', 'wrong/a/b.py': '' },
  }),
  'a name before the body that is another': () =>
    wrong({ entries: [{ name: 'wrong/a.py', nameBefore: '../escaped.py', body: 'x' }] }),
  'a checksum in the headers that is not so': () =>
    wrong({ entries: [{ name: 'wrong/a.py', body: 'x', said: { crc: 1 } }] }),
  'a file that is encrypted': () => wrong({ entries: [{ name: 'wrong/a.py', body: 'x', flags: 1 }] }),
  'another project in METADATA': () => wrong({ metadata: { name: 'other' } }),
  'another version in METADATA': () => wrong({ metadata: { version: '2.0' } }),
  'another project in its folder': () => wrong({ distInfo: 'other-1.0.dist-info' }),
  'two folders of metadata': () =>
    wrong(entry('other-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\nName: other\nVersion: 1.0\n\n')),
  'a WHEEL of a format to come': () =>
    wrong({ wheel: 'Wheel-Version: 9.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n' }),
  'tags in WHEEL that are not those of its name': () =>
    wrong({ wheel: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: cp27-cp27m-win32\n' }),
  'a file of 300 MB of zeros': () => ({
    name: 'wrong',
    files: { 'wrong/__init__.py': '', 'wrong/zeros.bin': zeros(300_000_000) },
  }),
  'a size in the headers that is smaller': () =>
    wrong({ entries: [{ name: 'wrong/zeros.bin', body: zeros(50_000_000), said: { size: 10 } }] }),
  'entries that share one body': () => {
    const body = zeros(1_000_000);
    const names = Array.from({ length: 2_000 }, (_, index) => `wrong/zeros${index}.bin`);
    return wrong({
      entries: names.map((name, index) => ({
        name,
        body,
        ...(index === 0 ? {} : { bodyOf: entriesBefore }),
      })),
    });
  },
  '60,000 files': () =>
    wrong({
      entries: Array.from({ length: 60_000 }, (_, index) => ({ name: `wrong/n/${index}`, isStored: true })),
    }),
  'folders 300 deep': () => ({ name: 'wrong', ...recorded(`wrong/${'d/'.repeat(300)}main.py`) }),
  'a name of 300 letters': () => ({ name: 'wrong', ...recorded(`wrong/${'n'.repeat(300)}.py`) }),
};

/** Module, METADATA, WHEEL and RECORD. */
const entriesBefore = 4;

function wrong(how: WrongWheel): WheelPlan {
  return { name: 'wrong', wrong: how };
}
