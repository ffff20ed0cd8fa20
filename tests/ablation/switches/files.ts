// What of the host's files a sandbox sees and may change: its root, its scratch, the workspace with its masks, what comes out.
import { editsOf, type Switch } from '../switch.js';

const root = 'guest/pymcp_guest/root.py';
const workspace = 'guest/pymcp_guest/workspace.py';
const outer = 'dist/sandbox/backends/bubblewrap/outer-jail.js';
const python = 'dist/sandbox/backends/bubblewrap/python-installation.js';
const custody = 'dist/sandbox/backends/bubblewrap/custody.js';
const outputs = 'guest/pymcp_guest/outputs.py';

const remountFolders =
  '        linux.mount(None, target, None, linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY | _HARMLESS)\n';
const remountRoot =
  '    linux.mount(None, "/", None, linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY | _HARMLESS)\n';
const scratch =
  '        linux.mount("tmpfs", _NEW_ROOT + folder, "tmpfs", _HARMLESS | linux.MS_NOEXEC, options)';

/** A folder of the host for each sandbox, and a gateway that cleans up behind it as anybody would. */
const scratchOfHost = `        own = f"/run/gw/scratch/{launch.id}{folder}"
        os.makedirs(own)
        linux.mount(own, _NEW_ROOT + folder, None, linux.MS_BIND)`;
const cleanUp = [
  '        sandbox.close()\n',
  '        sandbox.close()\n        import shutil\n\n        shutil.rmtree(f"/run/gw/scratch/{sandbox.id}", ignore_errors=True)\n',
] as const;

/** Links below /usr are there already where all of it is. */
const linksOfHost = [
  'links: await rootLinks(interpreter, real),',
  "links: Object.fromEntries(Object.entries(await rootLinks(interpreter, real)).filter(([path]) => !path.startsWith('/usr/'))),",
] as const;

/** What the host has that attacks go for, besides the Python. */
const hostFolders = "'/usr', '/var', '/root', '/mnt', '/sys', '/boot', '/lib64'";

export const fileSwitches: readonly Switch[] = [
  {
    name: 'mounts',
    layer: 'mounts',
    what: 'the sandbox sees the files of the host, may write them, and shares its scratch with it',
    edits: [
      ...editsOf(
        root,
        [remountFolders, ''],
        [remountRoot, ''],
        [
          '        linux.mount("tmpfs", _NEW_ROOT, "tmpfs", _HARMLESS, "size=64k,nr_inodes=64,mode=755")',
          '        linux.mount("tmpfs", _NEW_ROOT, "tmpfs", 0, "size=64k,nr_inodes=64,mode=755")',
        ],
        [scratch, scratchOfHost],
      ),
      ...editsOf('guest/pymcp_guest/litter.py', cleanUp),
      ...editsOf(workspace, ['folder, _HARMLESS if workspace.writable else _READ_ONLY', 'folder, 0']),
      ...editsOf(
        outer,
        ["['--ro-bind', path, path]", "['--bind', path, path]"],
        ["'--dev', '/dev']", "'--dev-bind', '/dev', '/dev']"],
        ["access === 'writable' ? '--bind' : '--ro-bind'", "'--bind'"],
        [
          "'--bind', jail.socketPath, '/run/gw/sock'",
          "'--bind', jail.socketPath, '/run/gw/sock', '--bind', jail.guestFolder, '/run/gw/scratch'",
        ],
      ),
      ...editsOf(
        python,
        [
          'const binds = await outermostExisting(wanted);',
          `const binds = await outermostExisting([...wanted, ${hostFolders}]);`,
        ],
        linksOfHost,
      ),
    ],
  },
  {
    name: 'mounts/read-only-folders',
    layer: 'mounts',
    what: 'the folders of the root are not made read-only',
    edits: editsOf(root, [remountFolders, '']),
  },
  {
    name: 'mounts/read-only-root',
    layer: 'mounts',
    what: 'the root is not made read-only',
    edits: editsOf(root, [remountRoot, '']),
  },
  {
    name: 'mounts/old-root',
    layer: 'mounts',
    what: 'the root of the outer jail stays reachable',
    edits: editsOf(root, ['    linux.detach(_OLD_ROOT)\n    os.rmdir(_OLD_ROOT)\n', '']),
  },
  {
    name: 'mounts/proc-subset',
    layer: 'mounts',
    what: '/proc shows more than processes',
    edits: editsOf(root, ['linux.MS_NOEXEC, "subset=pid")', 'linux.MS_NOEXEC)']),
  },
  {
    name: 'mounts/noexec',
    layer: 'mounts',
    what: 'what is written to scratch may be executed',
    edits: editsOf(root, [scratch, scratch.replace(' | linux.MS_NOEXEC', '')]),
  },
  {
    name: 'mounts/nosuid',
    layer: 'mounts',
    what: 'mounts of the sandbox honour setuid bits and devices',
    edits: editsOf(root, ['_HARMLESS = linux.MS_NOSUID | linux.MS_NODEV', '_HARMLESS = 0']),
  },
  {
    name: 'mounts/devpts',
    layer: 'mounts',
    what: 'the terminals are those of the template',
    edits: editsOf(root, [
      `    linux.mount(
        "devpts", _NEW_ROOT + "/dev/pts", "devpts", pts_flags, "newinstance,ptmxmode=0666,mode=620,max=16"
    )
`,
      '',
    ]),
  },
  {
    name: 'mounts/terminals',
    layer: 'mounts',
    what: 'terminals are not counted',
    edits: editsOf(root, [',mode=620,max=16', ',mode=620']),
  },
  {
    name: 'mounts/host-tools',
    layer: 'mounts',
    what: 'the sandbox sees the programs of the host, not a Python alone',
    edits: editsOf(
      python,
      [
        'const binds = await outermostExisting(wanted);',
        "const binds = await outermostExisting([...wanted, '/usr']);",
      ],
      linksOfHost,
    ),
  },
  {
    name: 'mounts/workspace-read-only',
    shows: 'in a workspace',
    layer: 'mounts',
    what: 'a workspace that is to be read can be written',
    edits: [
      ...editsOf(workspace, ['folder, _HARMLESS if workspace.writable else _READ_ONLY', 'folder, _HARMLESS']),
      ...editsOf(outer, ["access === 'writable' ? '--bind' : '--ro-bind'", "'--bind'"]),
    ],
  },
  {
    name: 'mounts/workspace-harmless',
    shows: 'in a workspace',
    layer: 'mounts',
    what: 'a workspace may hold programs, setuid files and devices that count',
    edits: editsOf(workspace, [
      '_HARMLESS = linux.MOUNT_ATTR_NOSUID | linux.MOUNT_ATTR_NODEV | linux.MOUNT_ATTR_NOEXEC',
      '_HARMLESS = 0',
    ]),
  },
  {
    name: 'scratch-size',
    layer: 'scratch-size',
    what: 'scratch folders are bounded neither in bytes nor in inodes',
    edits: editsOf(root, [
      'f"size={launch.scratch_bytes},nr_inodes={launch.scratch_inodes},mode={mode}"',
      'f"size=512m,nr_inodes=1000000,mode={mode}"',
    ]),
  },
  {
    name: 'scratch-size/bytes',
    layer: 'scratch-size',
    what: 'scratch folders are not bounded in bytes',
    edits: editsOf(root, ['f"size={launch.scratch_bytes},', 'f"size=512m,']),
  },
  {
    name: 'scratch-size/inodes',
    layer: 'scratch-size',
    what: 'scratch folders are not bounded in inodes',
    edits: editsOf(root, ['nr_inodes={launch.scratch_inodes}', 'nr_inodes=1000000']),
  },
  {
    name: 'masks',
    layer: 'masks',
    what: 'nothing of a workspace is masked or made read-only',
    edits: editsOf('dist/sandbox/backends/bubblewrap/open-template.js', [
      'const guard = workspace === null ? null :',
      'const guard = workspace !== undefined ? null :',
    ]),
  },
  {
    name: 'masks/secrets',
    layer: 'masks',
    what: 'secrets of a workspace are not masked',
    edits: editsOf(workspace, ['empty if entry.cover == "masked" else place', 'place']),
  },
  {
    name: 'masks/read-only',
    layer: 'masks',
    what: 'what the host obeys can be changed',
    edits: editsOf(workspace, ['if entry.cover != "pinned":', 'if entry.cover == "masked":']),
  },
  {
    name: 'masks/pins',
    layer: 'masks',
    what: 'a folder with something protected in it can be moved away',
    edits: editsOf(workspace, [
      '        for entry in protected:\n',
      '        for entry in (one for one in protected if one.cover != "pinned"):\n',
    ]),
  },
  {
    name: 'created-is-reported',
    layer: 'created-is-reported',
    what: 'what a run has made for the host to obey is not told',
    edits: editsOf(custody, [
      'createdProtected: await this.#ward.workspace.findCreated(),',
      'createdProtected: [],',
    ]),
  },
  {
    name: 'outputs-are-read-inside',
    layer: 'outputs-are-read-inside',
    what: 'whatever has a name is taken for a file that comes out, and links are followed',
    edits: editsOf(
      outputs,
      [
        '_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC',
        '_FILE = os.O_RDONLY | os.O_CLOEXEC',
      ],
      ['                elif stat.S_ISREG(mode):', '                else:'],
      ['if not stat.S_ISREG(status.st_mode) or not is_new:', 'if not is_new:'],
      [
        '            if self._listed >= LISTED_FILES or not is_contained(path):',
        '            if self._listed >= LISTED_FILES:',
      ],
    ),
  },
];
