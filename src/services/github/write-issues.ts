// Issues made and changed, and comments on issues and pull requests.
import type { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { openRepository, type RepositoryInput } from './open-repository.js';
import type { Operation } from './operation.js';
import { commentShape, issueShape } from './shapes.js';
import { understand } from '../../secrets/github/understand.js';

export interface CommentInput extends RepositoryInput {
  readonly issue_number: number;
  readonly body: string;
}

export interface IssueWriteInput extends RepositoryInput {
  readonly method: 'create' | 'update';
  readonly issue_number?: number | undefined;
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly assignees?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly milestone?: number | undefined;
  readonly state?: 'open' | 'closed' | undefined;
  readonly state_reason?: 'completed' | 'not_planned' | 'reopened' | undefined;
}

export interface Written {
  readonly repository: string;
  readonly url: string;
}

export interface WrittenIssue extends Written {
  readonly issue: Pick<z.infer<typeof issueShape>, 'number' | 'title' | 'state'>;
}

export const addComment: Operation<CommentInput, Written> = {
  name: 'add_issue_comment',
  access: 'write',
  permission: 'Issues: write',
  run: async (setting, asking, input) => {
    const { issue_number: number, body } = input;
    const { fullName, send } = await openRepository(setting, asking, input);
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    const { data } = await send(route, { issue_number: number, body });
    return { repository: fullName, url: understand(commentShape, data).html_url };
  },
};

export const writeIssue: Operation<IssueWriteInput, WrittenIssue> = {
  name: 'issue_write',
  access: 'write',
  permission: 'Issues: write',
  run: async (setting, asking, input) => {
    const { method, issue_number: number, title: given, body, assignees, labels } = input;
    const { milestone, state: wanted, state_reason: reason } = input;
    const lists = { assignees, labels, milestone };
    const fields = { ...lists, title: given, body, state: wanted, state_reason: reason };
    refuseUnfit(input);
    const { fullName, send } = await openRepository(setting, asking, input);
    const { data } =
      method === 'create'
        ? await send('POST /repos/{owner}/{repo}/issues', fields)
        : await send('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
            ...fields,
            issue_number: number,
          });
    const { number: found, title, state, html_url: url } = understand(issueShape, data);
    return { repository: fullName, url, issue: { number: found, title, state } };
  },
};

function refuseUnfit({
  method,
  issue_number: number,
  title,
  state,
  state_reason: reason,
}: IssueWriteInput): void {
  if (method === 'create' && (title ?? '').trim() === '')
    throw invalid('a new issue needs a title', 'give title');
  if (method === 'create' && (number ?? state ?? reason) !== undefined)
    throw invalid(
      'a new issue is open, and GitHub gives it its number',
      'leave issue_number, state and state_reason out, or use method update',
    );
  if (method === 'update' && number === undefined)
    throw invalid('nobody said which issue to change', 'give issue_number');
}

const invalid = (what: string, hint: string): PymcpError =>
  new PymcpError('input.argument-invalid', what, hint);
