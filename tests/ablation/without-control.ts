// The attacks that have no control, each with the reason. A closed list: whatever is not here must succeed when its layers are dropped.

/** What the harness says of itself is the program's word, and each of these ends is one that the header allows. */
const anyEnd =
  'it takes the harness apart, which is allowed to it: every way to end is right, as long as the gateway answers';

export const withoutControl: Readonly<Record<string, string>> = {
  'leftovers/workspace-fifo':
    'to hang a survey there must be one that opens what it finds; ours asks for kinds, and to be refused is right, too',
  'leftovers/workspace-odd-names':
    'without masks there are no mounts that a name could lead astray, and with them to be refused is right, too',
  'memory/pipe-buffers':
    'the last of what stops it is a quota of the kernel for each user of the machine (fs.pipe-user-pages-soft)',
  'network/names':
    'a name can be resolved only where somebody answers, and nobody outside may be asked from here',
  'output/closes-its-streams': 'what it closes is its own, and whatever is read of it until then is right',
  'output/ends-and-answers': 'its answer and its end race each other, and to be told of either is right',
  'output/sends-descriptors': 'the kernel closes descriptors that nobody receives, and Node.js receives none',
  'output/terminal-escapes':
    'the gateway hands on what was printed; whoever shows it makes it visible (tests/mcp), and no terminal is attached here',
  'python/ends-in-a-thread': 'its answer and its end race each other, and to be told of either is right',
  'python/fork-answers-twice': 'the first answer counts whoever sends it, and it may say anything',
  'python/harness-frames': anyEnd,
  'python/import-hooks': anyEnd,
  'python/odd-error': anyEnd,
  'python/odd-exits': anyEnd,
  'python/stack-overflow': anyEnd,
  'python/tracing': anyEnd,
};
