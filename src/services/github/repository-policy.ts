// Which repositories a gateway may touch: those that the policy names. What is not named is refused before anything is sent.
import { PymcpError } from '../../core/errors.js';
import {
  matchesPattern,
  readRepositoryName,
  renderPattern,
  type RepositoryName,
  type RepositoryPattern,
} from '../../core/github-repository.js';
import { showStart } from '../../core/show-start.js';

export class RepositoryPolicy {
  readonly patterns: readonly RepositoryPattern[];

  constructor(patterns: readonly RepositoryPattern[]) {
    this.patterns = patterns;
  }

  permits(repository: RepositoryName): boolean {
    return this.patterns.some((pattern) => matchesPattern(repository, pattern));
  }

  /** @throws PymcpError `input.name-invalid`, `github.not-permitted` */
  parse(owner: string, name: string): RepositoryName {
    const text = `${owner}/${name}`;
    const named = readRepositoryName(text);
    if (named === null)
      throw new PymcpError(
        'input.name-invalid',
        `${JSON.stringify(showStart(text, 120))} names no repository`,
        'give owner and repo by themselves, such as owner "octocat", repo "hello-world"',
      );
    if (!this.permits(named)) throw this.refuse(`the repository ${text} is not permitted here`);
    return named;
  }

  /** @param what a sentence without a period */
  refuse(what: string): PymcpError {
    return new PymcpError(
      'github.not-permitted',
      what,
      `permitted: ${this.render()}; the user can name others: --github-repositories, github.repositories`,
    );
  }

  render(): string {
    const shown = this.patterns.slice(0, 10).map(renderPattern).join(', ');
    return this.patterns.length > 10 ? `${shown} and ${this.patterns.length - 10} more` : shown;
  }
}
