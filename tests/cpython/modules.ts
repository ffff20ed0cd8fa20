// Which of CPython's test modules are compared, inside and outside, and what is not asked of either.

export interface ComparedModule {
  /** As `python3 -m unittest` takes it. */
  readonly name: string;
  /** What is loaded: the module itself, or its parts where it finds them only in its usual place. */
  readonly parts: readonly string[];
  /** Short enough for `make test`. */
  readonly isQuick: boolean;
}

const quick = (name: string, ...parts: readonly string[]): ComparedModule => ({
  name,
  parts: parts.length === 0 ? [name] : parts.map((part) => `${name}.${part}`),
  isQuick: true,
});
const long = (name: string): ComparedModule => ({ ...quick(name), isQuick: false });

export const comparedModules: readonly ComparedModule[] = [
  long('test.test_asyncio'),
  quick('test.test_json'),
  quick('test.test_mmap'),
  long('test.test_multiprocessing_fork'),
  long('test.test_multiprocessing_forkserver'),
  long('test.test_multiprocessing_main_handling'),
  long('test.test_multiprocessing_spawn'),
  quick('test.test_os'),
  quick('test.test_pathlib'),
  quick('test.test_shutil'),
  long('test.test_signal'),
  long('test.test_socket'),
  quick(
    'test.test_sqlite3',
    'test_backup',
    'test_dbapi',
    'test_dump',
    'test_factory',
    'test_hooks',
    'test_regression',
    'test_transactions',
    'test_types',
    'test_userfunctions',
  ),
  long('test.test_ssl'),
  long('test.test_subprocess'),
  quick('test.test_tempfile'),
  long('test.test_threading'),
];
