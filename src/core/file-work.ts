// What is asked of a file worker, one piece of work at a time. Pure types; services/files/ knows what each is.

export interface FileWork {
  /** Stable: guest/pymcp_files/worker.py has the same names. */
  readonly task: string;
  readonly question: Readonly<Record<string, unknown>>;
  /** limit.cpu: until the worker is ended with the answer that it has not given. */
  readonly answerMs: number;
}
