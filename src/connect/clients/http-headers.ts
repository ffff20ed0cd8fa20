// The header that carries the token, for clients that take its value from somewhere else.
import type { JsonObject } from '../entry-format.js';

/** @param token what the client puts the token for; never the token */
export function bearerHeader(token: string): JsonObject {
  return { Authorization: `Bearer ${token}` };
}
