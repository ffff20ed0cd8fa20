// What a reader of the CIS Docker Benchmark looks at, in one shape: of Docker and of Podman, which name some of it differently.
export interface ContainerFacts {
  readonly image: ImageFacts;
  readonly runtime: RuntimeFacts;
  readonly inside: InsideFacts;
  /** The text of the file that the image is built from. */
  readonly buildFile: string;
  readonly machine: MachineFacts;
}

/** Of `inspect` of the image, and of the files in its layers. */
export interface ImageFacts {
  /** As it is configured; empty where nobody is named, which is root. */
  readonly user: string;
  readonly hasHealthCheck: boolean;
  readonly environment: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Paths of what has the setuid or setgid bit. */
  readonly setidFiles: readonly string[];
  /** Paths of package managers, compilers, shells that log in, fetchers. */
  readonly unneededPrograms: readonly string[];
  /** What the project's own scan found in a layer: where, never what. */
  readonly secrets: readonly string[];
}

/** Of `inspect` of the running container. */
export interface RuntimeFacts {
  readonly apparmorProfile: string;
  readonly selinuxLabel: string;
  readonly securityOptions: readonly string[];
  readonly addedCapabilities: readonly string[];
  /** Whether every capability was dropped before some were added. */
  readonly dropsAllCapabilities: boolean;
  readonly isPrivileged: boolean;
  readonly mounts: readonly MountFacts[];
  readonly ports: readonly PortFacts[];
  readonly networkMode: string;
  readonly memoryBytes: number;
  readonly memorySwapBytes: number;
  /** Processors times 10⁹; 0: all there are. */
  readonly nanoCpus: number;
  readonly hasReadOnlyRoot: boolean;
  readonly restart: { readonly name: string; readonly most: number };
  readonly pidMode: string;
  readonly ipcMode: string;
  readonly utsMode: string;
  readonly userMode: string;
  readonly devices: readonly string[];
  readonly ulimits: readonly string[];
  readonly cgroupParent: string;
  readonly pidsLimit: number;
  /** `healthy` and the like; empty where nothing looks. */
  readonly health: string;
  readonly imageId: string;
}

export interface MountFacts {
  /** `bind`: a path of the host; `volume`: a folder that the engine keeps. */
  readonly type: string;
  readonly source: string;
  readonly destination: string;
  readonly propagation: string;
}

export interface PortFacts {
  /** Such as `3001/tcp`. */
  readonly container: string;
  readonly hostAddress: string;
  readonly hostPort: number;
}

/** Of /proc inside. */
export interface InsideFacts {
  readonly processes: readonly ProcessFacts[];
}

export interface ProcessFacts {
  readonly pid: number;
  readonly name: string;
  readonly uid: number;
  /** The bounding set, hexadecimal. */
  readonly boundingSet: string;
  readonly hasNoNewPrivileges: boolean;
  /** 2: a filter. */
  readonly seccompMode: number;
}

/** What the kernel of the machine has that an item may ask for, and what the image that was built is called. */
export interface MachineFacts {
  readonly hasAppArmor: boolean;
  readonly hasSelinux: boolean;
  /** Namespaces of pid 1 inside that are ours too, as /proc/PID/ns has them: `net`, `pid`, `ipc`, `uts`. */
  readonly sharedNamespaces: readonly string[];
  /** Of the image that was asked for when the container was started. */
  readonly builtImageId: string;
}
