// Which of CPython's test modules are compared, inside and outside, and what is not asked of either.

export interface ComparedModule {
  /** As `python3 -m unittest` takes it. */
  readonly name: string;
  /** Short enough for `make test`. */
  readonly isQuick: boolean;
}

const quick = (name: string): ComparedModule => ({ name, isQuick: true });
const long = (name: string): ComparedModule => ({ name, isQuick: false });

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
  long('test.test_ssl'),
  long('test.test_subprocess'),
  quick('test.test_tempfile'),
  long('test.test_threading'),
];
