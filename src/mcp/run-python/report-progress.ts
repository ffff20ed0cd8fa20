// Signs of life while a program runs, for clients that asked for them: they keep a long call from being given up.
import type { ServerContext } from '@modelcontextprotocol/server';

const everyMs = 5_000;

/** @returns how to stop it */
export function reportProgress({ mcpReq }: ServerContext, everyFewMs = everyMs): () => void {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += everyFewMs / 1000;
    const params = { progressToken, progress: seconds, message: `not yet done after ${seconds} s` };
    // A client that has gone is noticed by whoever reads from it.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  }, everyFewMs);
  return () => {
    clearInterval(timer);
  };
}
