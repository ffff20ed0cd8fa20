// Errors of ours in tests.
import { type ErrorCode, PymcpError } from '../core/errors.js';

export function isDomainError(error: unknown, code: ErrorCode): error is PymcpError {
  return error instanceof PymcpError && error.code === code;
}
