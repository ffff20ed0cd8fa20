// What bounds a run from outside: control groups, the host that watches, the deadline, the count of output.
import { edit, editsOf, type Switch } from '../switch.js';

const limitFiles = 'dist/sandbox/cgroup/limit-files.js';
const watch = 'dist/sandbox/backends/bubblewrap/sandbox-watch.js';
const birth = 'guest/pymcp_guest/birth.py';
const agent = 'guest/pymcp_guest/agent.py';

export const limitSwitches: readonly Switch[] = [
  {
    name: 'cgroup',
    layer: 'cgroup',
    what: 'a sandbox is put into no control group, and the limits are said to be enforced',
    edits: editsOf('dist/sandbox/backends/bubblewrap/open-template.js', [
      "const cgroups = attempt.kind === 'open' ? attempt.tree : null;",
      'const cgroups = null;',
    ]),
  },
  {
    name: 'cgroup/memory',
    layer: 'cgroup',
    what: 'the group of a sandbox does not bound its memory',
    edits: editsOf(limitFiles, ['return limits.memoryBytes === undefined ?', 'return true ?']),
  },
  {
    name: 'cgroup/cpu',
    layer: 'cgroup',
    what: 'the group of a sandbox does not bound its processor time',
    edits: editsOf(limitFiles, ['return limits.cpus === undefined ?', 'return true ?']),
  },
  {
    name: 'cgroup/pids',
    layer: 'cgroup',
    what: 'the group of a sandbox does not bound its processes',
    edits: editsOf(limitFiles, ['return limits.pids === undefined ?', 'return true ?']),
  },
  {
    name: 'cgroup/join',
    layer: 'cgroup',
    what: 'the sandbox does not enter its group',
    edits: editsOf(birth, ['            linux.write_file(f"{_CGROUPS}/{file}", "0")', '            pass']),
  },
  {
    name: 'cgroup/oom-ends-the-run',
    layer: 'cgroup',
    what: 'a run of which the kernel has killed one process goes on',
    edits: editsOf(watch, [
      "leaf.readEvents().oomKills > 0 ? 'memory' : null",
      "leaf.readEvents().oomKills < 0 ? 'memory' : null",
    ]),
  },
  {
    name: 'watchdog',
    layer: 'watchdog',
    what: 'the host looks at nothing, where no group holds the memory',
    groups: 'none',
    edits: editsOf(
      watch,
      [
        '        const use = measure(init, limits.memoryBytes);',
        '        const use = { memoryBytes: 0, tasks: 0 };',
      ],
      ["countRecordLocks(familyOf(init)) > mostLocks ? 'files' : null", 'null'],
    ),
  },
  {
    name: 'watchdog/memory',
    layer: 'watchdog',
    what: 'the host does not look at memory, where no group holds it',
    groups: 'none',
    edits: editsOf(watch, ['if (use.memoryBytes > limits.memoryBytes)', 'if (use.memoryBytes < 0)']),
  },
  {
    name: 'watchdog/locks',
    layer: 'watchdog',
    what: 'the host does not count locks on files',
    edits: editsOf(watch, ["countRecordLocks(familyOf(init)) > mostLocks ? 'files' : null", 'null']),
  },
  {
    name: 'rlimits/cpu',
    layer: 'rlimits',
    what: 'the processor time of a program is not bounded',
    edits: editsOf(agent, ['    resource.setrlimit(resource.RLIMIT_CPU, (most - 1, most))', '    del most']),
  },
  {
    name: 'wall-clock',
    layer: 'wall-clock',
    what: 'there is no deadline',
    edits: editsOf('dist/execution/wait-for-cause.js', [
      'startTimer(wallMs)',
      'startTimer(wallMs * 0 + 1e8)',
    ]),
  },
  {
    name: 'output-cap',
    layer: 'output-cap',
    what: 'output is neither counted nor cut',
    edits: [
      edit('dist/execution/count-output.js', 'if (bytes <= mostBytes)', 'if (mostBytes > 0)'),
      ...editsOf('guest/pymcp_guest/result.py', ['text[:_VALUE_CHARACTERS]', 'text']),
      ...editsOf('guest/pymcp_guest/failure.py', ['    if len(text) <= most:\n', '    if most > 0:\n']),
    ],
  },
];
