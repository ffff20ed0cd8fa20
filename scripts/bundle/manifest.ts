// What Claude Desktop and other programs read of an .mcpb bundle: manifest.json, MCPB specification 0.3
// (https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md).

export interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly keywords: readonly string[];
}

export interface Manifest {
  readonly manifest_version: '0.3';
  readonly name: string;
  readonly display_name: string;
  readonly version: string;
  readonly description: string;
  readonly long_description: string;
  readonly author: { readonly name: string };
  readonly license: string;
  readonly keywords: readonly string[];
  readonly server: {
    readonly type: 'node';
    readonly entry_point: string;
    readonly mcp_config: { readonly command: string; readonly args: readonly string[] };
  };
  readonly tools_generated: boolean;
  readonly compatibility: {
    readonly platforms: readonly ('linux' | 'darwin' | 'win32')[];
    readonly runtimes: { readonly node: string };
  };
  readonly user_config: Readonly<Record<string, Setting>>;
}

interface Setting {
  readonly type: 'directory';
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
}

const entryPoint = 'dist/cli/main.js';

export function toManifest({
  name,
  version,
  description,
  license,
  engines,
  keywords,
}: PackageFacts): Manifest {
  return {
    manifest_version: '0.3',
    name,
    display_name: 'Isolated Python',
    version,
    description,
    long_description:
      'Runs Python in a jail that the Linux kernel enforces. It needs Linux with bubblewrap and python3: ' +
      '`sudo apt-get install bubblewrap python3`. On macOS and Windows, use the container or WSL instead.',
    author: { name: 'isolated-pymcp contributors' },
    license,
    keywords,
    server: {
      type: 'node',
      entry_point: entryPoint,
      mcp_config: {
        command: 'node',
        args: [`\${__dirname}/${entryPoint}`, 'stdio', '--workspace', '${user_config.workspace}'],
      },
    },
    // They depend on the services that are switched on.
    tools_generated: true,
    // The truth: the jail is made of what Linux has.
    compatibility: { platforms: ['linux'], runtimes: { node: engines.node } },
    user_config: {
      workspace: {
        type: 'directory',
        title: 'Workspace',
        description:
          'The folder of a project. Programs see it at /workspace, read-only; secrets in it are masked.',
        required: true,
      },
    },
  };
}
